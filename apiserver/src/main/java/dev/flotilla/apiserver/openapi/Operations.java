package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on resources, by path: which there are, what they take and what they answer. */
final class Operations {
    private static final List<String> LIST_PARAMETERS = List.of(
            "allowWatchBookmarks:boolean",
            "continue:string",
            "fieldSelector:string",
            "labelSelector:string",
            "limit:integer",
            "resourceVersion:string",
            "resourceVersionMatch:string",
            "sendInitialEvents:boolean",
            "timeoutSeconds:integer",
            "watch:boolean");
    private static final List<String> WRITE_PARAMETERS =
            List.of("dryRun:string", "fieldManager:string", "fieldValidation:string");
    private static final List<String> DELETE_PARAMETERS =
            List.of("dryRun:string", "gracePeriodSeconds:integer", "propagationPolicy:string");

    private final OperationStyle style;
    private final Kinds kinds;
    private final Map<String, ObjectNode> paths = new TreeMap<>();

    Operations(OperationStyle style, Kinds kinds) {
        this.style = style;
        this.kinds = kinds;
    }

    Map<String, ObjectNode> paths() {
        return paths;
    }

    void add(ResourceType type) {
        ObjectNode object = kinds.add(type);
        Target collection = new Target(type, Gvk.of(type), collection(type), object, "");
        verb(collection, "list", "get", kinds::list);
        verb(collection, "create", "post", _ -> object);
        verb(collection, "deletecollection", "delete", _ -> kinds.meta("Status"));
        Target one = new Target(type, Gvk.of(type), collection(type) + "/{name}", object, "");
        verb(one, "get", "get", _ -> object);
        verb(one, "update", "put", _ -> object);
        verb(one, "patch", "patch", _ -> object);
        verb(one, "delete", "delete", _ -> kinds.meta("Status"));
        new TreeMap<>(type.subresources()).forEach((name, each) -> subresource(type, name, each));
    }

    private void subresource(ResourceType type, String name, ResourceType.Subresource subresource) {
        Gvk kind = new Gvk(subresource.group(), subresource.version(), subresource.kind());
        ObjectNode schema = kinds.subresource(type, subresource);
        Target target = new Target(type, kind, collection(type) + "/{name}/" + name, schema, name);
        Map<String, String> methods = Map.of("get", "get", "create", "post", "update", "put", "patch", "patch");
        methods.forEach((verb, method) -> {
            if (subresource.verbs().contains(verb)) {
                put(target, verb, method, schema);
            }
        });
    }

    private static String collection(ResourceType type) {
        return (type.group().isEmpty() ? "/api/" : "/apis/")
                + type.apiVersion()
                + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
                + type.plural();
    }

    /** What operations are about. */
    private record Target(ResourceType type, Gvk kind, String path, ObjectNode schema, String subresource) {}

    private interface Answered {
        ObjectNode by(ResourceType type);
    }

    private void verb(Target target, String verb, String method, Answered answer) {
        if (target.type().verbs().contains(verb)) {
            put(target, verb, method, answer.by(target.type()));
        }
    }

    private void put(Target target, String verb, String method, ObjectNode answer) {
        ObjectNode operation = ObjectJson.mapper().createObjectNode();
        operation.put("operationId", id(target, verb));
        ArrayNode parameters = operation.putArray("parameters");
        style.path(parameters, "name", target.path().contains("{name}"));
        style.path(parameters, "namespace", target.type().namespaced());
        parameters(verb).forEach(each -> style.query(parameters, each));
        switch (verb) {
            case "create", "update" -> style.body(operation, target.schema());
            case "patch" -> {
                style.query(parameters, "force:boolean");
                style.patchBody(operation, target.type().builtIn());
            }
            case "delete", "deletecollection" -> style.body(operation, kinds.meta("DeleteOptions"));
            default -> {}
        }
        style.answer(operation, verb.equals("create") ? "201" : "200", answer);
        operation.put("x-kubernetes-action", action(verb));
        target.kind().mark(operation);
        paths.computeIfAbsent(target.path(), _ -> ObjectJson.mapper().createObjectNode())
                .set(method, operation);
    }

    private static List<String> parameters(String verb) {
        return switch (verb) {
            case "list" -> LIST_PARAMETERS;
            case "create", "update", "patch" -> WRITE_PARAMETERS;
            case "delete", "deletecollection" -> DELETE_PARAMETERS;
            default -> List.of();
        };
    }

    private static String action(String verb) {
        return switch (verb) {
            case "create" -> "post";
            case "update" -> "put";
            default -> verb;
        };
    }

    private static String id(Target target, String verb) {
        String word = switch (verb) {
            case "get" -> "read";
            case "update" -> "replace";
            case "deletecollection" -> "delete";
            default -> verb;
        };
        ResourceType type = target.type();
        StringBuilder id = new StringBuilder(word);
        String group = type.group().isEmpty() ? "core" : type.group().replaceFirst("\\.k8s\\.io$", "");
        for (String label : group.split("[.-]")) {
            id.append(capitalised(label));
        }
        id.append(capitalised(type.version())).append(verb.equals("deletecollection") ? "Collection" : "");
        id.append(type.namespaced() ? "Namespaced" : "").append(type.kind());
        return id.append(capitalised(target.subresource())).toString();
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
