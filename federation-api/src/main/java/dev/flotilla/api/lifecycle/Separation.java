package dev.flotilla.api.lifecycle;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceFacts;
import dev.flotilla.api.schema.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which part of an object a write reaches: the object itself never its status, the status subresource nothing else, and
 * a few kinds' own exceptions.
 */
final class Separation {
    private static final String STATUS = "status";
    private static final String SPEC = "spec";
    private static final String METADATA = "metadata";

    private Separation() {}

    /** The paths, steps joined by dots, that a write to this subresource cannot set and hence does not own. */
    static List<String> unreachable(ResourceType type, String subresource) {
        Optional<ResourceFacts> facts = facts(type);
        return switch (subresource) {
            case STATUS -> facts.map(ResourceFacts::statusResetFields).orElse(List.of(METADATA, SPEC));
            case "finalize" -> List.of(STATUS);
            default -> facts.map(ResourceFacts::resetFields).orElse(type.hasStatus() ? List.of(STATUS) : List.of());
        };
    }

    /** Gives the new object back what its write cannot set, in place. */
    static void restore(ResourceType type, String subresource, ObjectNode old, ObjectNode object) {
        if (subresource.equals(STATUS) && facts(type).isEmpty()) {
            restoreAllButStatus(old, object);
            return;
        }
        List<String> paths = new ArrayList<>(unreachable(type, subresource));
        if (DeletionRules.isNamespace(type) && subresource.isEmpty()) {
            paths.add("spec.finalizers");
        }
        for (String path : paths) {
            restore(old, object, path.split("\\."));
        }
    }

    /**
     * Whether anything differs that a generation counts: all but metadata and a separate status; a Deployment's
     * annotations too.
     */
    static boolean intentDiffers(ResourceType type, String subresource, ObjectNode old, ObjectNode object) {
        boolean annotationsCount = !subresource.equals(STATUS)
                && type.builtIn()
                && type.resource().qualified().equals("deployments.apps");
        return !JsonTrees.same(intent(type, old), intent(type, object))
                || (annotationsCount
                        && !JsonTrees.same(
                                old.path(METADATA).path("annotations"),
                                object.path(METADATA).path("annotations")));
    }

    /** An update of this kind must name the version it replaces. */
    static boolean requiresVersion(ResourceType type) {
        return facts(type).map(ResourceFacts::requiresVersionOnUpdate).orElse(true);
    }

    private static Optional<ResourceFacts> facts(ResourceType type) {
        return type.builtIn() ? KubernetesSchema.get().facts(type.resource()) : Optional.empty();
    }

    private static ObjectNode intent(ResourceType type, ObjectNode object) {
        ObjectNode intent = object.objectNode();
        object.properties().forEach(entry -> intent.set(entry.getKey(), entry.getValue()));
        intent.remove(List.of("apiVersion", "kind", METADATA));
        if (type.hasStatus()) {
            intent.remove(STATUS);
        }
        return intent;
    }

    private static void restoreAllButStatus(ObjectNode old, ObjectNode object) {
        JsonNode status = object.get(STATUS);
        Metadata wanted = Metadata.reading(object.deepCopy());
        object.removeAll();
        old.deepCopy().properties().forEach(entry -> object.set(entry.getKey(), entry.getValue()));
        if (status == null || status.isNull()) {
            object.remove(STATUS);
        } else {
            object.set(STATUS, status);
        }
        keepRequestsOwn(wanted, Metadata.of(object));
    }

    /** What a write says of itself, not of the object. */
    private static void keepRequestsOwn(Metadata wanted, Metadata metadata) {
        metadata.take("resourceVersion", wanted);
        metadata.take("managedFields", wanted);
    }

    private static void restore(ObjectNode old, ObjectNode object, String[] path) {
        if (path.length == 1 && path[0].equals(METADATA)) {
            Metadata wanted = Metadata.reading(object);
            object.set(METADATA, Metadata.reading(old).fields().deepCopy());
            keepRequestsOwn(wanted, Metadata.of(object));
            return;
        }
        ObjectNode from = old;
        ObjectNode into = object;
        for (int i = 0; i < path.length - 1; i++) {
            from = from.get(path[i]) instanceof ObjectNode fields ? fields : from.objectNode();
            into = into.get(path[i]) instanceof ObjectNode fields ? fields : into.putObject(path[i]);
        }
        String last = path[path.length - 1];
        JsonNode value = from.get(last);
        if (value == null) {
            into.remove(last);
        } else {
            into.set(last, value.deepCopy());
        }
    }
}
