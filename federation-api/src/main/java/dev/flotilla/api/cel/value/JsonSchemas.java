package dev.flotilla.api.cel.value;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the reading of JSON asks of a structural schema. */
public final class JsonSchemas {
    private JsonSchemas() {}

    static boolean flag(JsonNode schema, String extension) {
        return schema.path(extension).asBoolean(false);
    }

    /** The schema with kind, apiVersion and the two fields of metadata that expressions may see. */
    public static JsonNode withTypeAndMetadata(JsonNode schema) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode whole = nodes.objectNode();
        schema.properties().forEach(entry -> whole.set(entry.getKey(), entry.getValue()));
        ObjectNode properties = nodes.objectNode();
        schema.path("properties").properties().forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
        ObjectNode text = nodes.objectNode().put("type", "string");
        properties.set("kind", text);
        properties.set("apiVersion", text);
        ObjectNode metadata = nodes.objectNode().put("type", "object");
        metadata.putObject("properties").set("name", text);
        ((ObjectNode) metadata.path("properties")).set("generateName", text);
        properties.set("metadata", metadata);
        whole.set("properties", properties);
        return whole;
    }
}
