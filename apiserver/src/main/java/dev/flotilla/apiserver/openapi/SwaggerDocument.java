package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.node.ObjectNode;

/** The one OpenAPI v2 document of everything that is served. */
final class SwaggerDocument {
    private SwaggerDocument() {}

    static ObjectNode of(ServedCatalog catalog) {
        ObjectNode document = ObjectJson.mapper().createObjectNode().put("swagger", "2.0");
        document.putObject("info")
                .put("title", "Flotilla")
                .put("version", KubernetesSchema.get().kubernetesVersion());
        Kinds kinds = new Kinds(catalog, new SchemaComponents(Dialect.V2));
        Operations operations = new Operations(OperationStyle.V2, kinds);
        catalog.all().forEach(operations::add);
        ObjectNode paths = document.putObject("paths");
        operations.paths().forEach(paths::set);
        ObjectNode definitions = document.putObject("definitions");
        kinds.schemas().forEach(definitions::set);
        return document;
    }
}
