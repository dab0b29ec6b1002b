package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI v3 document of one group-version: its kinds' schemas, and the operations on them. */
final class GroupVersionDocument {
    private GroupVersionDocument() {}

    /** @param types of the group-version; at least one */
    static ObjectNode of(List<ResourceType> types, ServedCatalog catalog) {
        ObjectNode document = ObjectJson.mapper().createObjectNode().put("openapi", "3.0.0");
        document.putObject("info")
                .put("title", "Flotilla")
                .put("version", types.getFirst().version());
        Kinds kinds = new Kinds(catalog, new SchemaComponents(Dialect.V3));
        Operations operations = new Operations(OperationStyle.V3, kinds);
        types.forEach(operations::add);
        ObjectNode paths = document.putObject("paths");
        operations.paths().forEach(paths::set);
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        kinds.schemas().forEach(schemas::set);
        return document;
    }

    /** What the document depends on, in a few bytes. */
    static String fingerprint(List<ResourceType> types, ServedCatalog catalog) {
        StringBuilder text = new StringBuilder(KubernetesSchema.get().kubernetesVersion());
        for (ResourceType type : types) {
            text.append('\n').append(type.apiVersion()).append('/').append(type.plural());
            text.append(' ').append(type.namespaced()).append(' ').append(type.kind());
            text.append(' ').append(new TreeSet<>(type.subresources().keySet()));
            catalog.definition(type)
                    .ifPresent(definition -> text.append(definition.schema().source()));
        }
        return text.toString();
    }
}
