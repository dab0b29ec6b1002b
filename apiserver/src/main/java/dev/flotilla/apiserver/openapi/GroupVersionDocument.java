package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of one group-version: its kinds' schemas, and the operation that says what a patch may ask. */
final class GroupVersionDocument {
    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static final List<String> PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation", "force");
    private static final List<String> PATCHES =
            List.of("application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json");
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private GroupVersionDocument() {}

    /** @param types of the group-version; at least one */
    static byte[] write(List<ResourceType> types, ServedCatalog catalog) {
        ObjectNode document = ObjectJson.mapper().createObjectNode().put("openapi", "3.0.0");
        document.putObject("info")
                .put("title", "Flotilla")
                .put("version", types.getFirst().version());
        ObjectNode paths = document.putObject("paths");
        SchemaComponents components = new SchemaComponents();
        Map<String, List<Gvk>> kinds = new TreeMap<>();
        for (ResourceType type : types) {
            patch(paths.putObject(path(type)).putObject("patch"), type);
            String name = component(type, catalog, components);
            kinds.computeIfAbsent(name, _ -> new ArrayList<>()).add(Gvk.of(type));
        }
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        components.all(kinds).forEach(schemas::set);
        return ObjectJson.mapper().writeValueAsBytes(document);
    }

    /** What the document depends on, in a few bytes. */
    static String fingerprint(List<ResourceType> types, ServedCatalog catalog) {
        StringBuilder text = new StringBuilder(KubernetesSchema.get().kubernetesVersion());
        for (ResourceType type : types) {
            text.append('\n').append(path(type)).append(' ').append(type.kind());
            catalog.definition(type)
                    .ifPresent(definition -> text.append(definition.schema().source()));
        }
        return text.toString();
    }

    private static String path(ResourceType type) {
        return (type.group().isEmpty() ? "/api/" : "/apis/") + type.apiVersion()
                + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural() + "/{name}";
    }

    private static void patch(ObjectNode operation, ResourceType type) {
        operation.put("x-kubernetes-action", "patch");
        Gvk.of(type).mark(operation);
        ArrayNode parameters = operation.putArray("parameters");
        for (String parameter : PARAMETERS) {
            parameters
                    .addObject()
                    .put("name", parameter)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", parameter.equals("force") ? "boolean" : "string");
        }
        ObjectNode content = operation.putObject("requestBody").putObject("content");
        PATCHES.forEach(each -> content.putObject(each).putObject("schema").put("type", "object"));
        if (type.builtIn()) {
            content.putObject(STRATEGIC).putObject("schema").put("type", "object");
        }
        operation.putObject("responses").putObject("200").put("description", "OK");
    }

    private static String component(ResourceType type, ServedCatalog catalog, SchemaComponents components) {
        return catalog.definition(type)
                .map(definition -> custom(type, definition, components))
                .orElseGet(() -> builtIn(type, components));
    }

    private static String builtIn(ResourceType type, SchemaComponents components) {
        String name = KubernetesSchema.get()
                .kindName(type.apiVersion(), type.kind())
                .orElseThrow(() -> new IllegalStateException("no type is known for " + type.kind()));
        components.addNamed(name);
        return name;
    }

    private static String custom(ResourceType type, CustomDefinition definition, SchemaComponents components) {
        List<String> labels = new ArrayList<>(Arrays.asList(type.group().split("\\.")));
        Collections.reverse(labels);
        String name = String.join(".", labels) + "." + type.version() + "." + type.kind();
        JsonNode source = definition.schema().source();
        ObjectNode schema = source instanceof ObjectNode object
                ? object.deepCopy()
                : ObjectJson.mapper().createObjectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.withObjectProperty("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.set("metadata", components.reference(OBJECT_META));
        components.add(name, schema);
        return name;
    }
}
