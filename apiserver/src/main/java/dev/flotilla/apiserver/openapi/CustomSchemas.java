package dev.flotilla.apiserver.openapi;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schemas of custom resources as old clients can take them. OpenAPI 2.0 knows neither alternatives nor null, and
 * kubectl's reader of it fails on untyped values that have fields or items.
 */
final class CustomSchemas {
    private static final Set<String> NOT_IN_V2 = Set.of("allOf", "anyOf", "oneOf", "not", "default", "example");

    private CustomSchemas() {}

    /** Changes the schema in place. */
    static void toV2(ObjectNode schema) {
        NOT_IN_V2.forEach(schema::remove);
        boolean nullable = nullable(schema);
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
        schema.remove("nullable");
        optionalIfNullable(schema);
        if (nullable || open) {
            schema.remove("items");
            schema.remove("properties");
        }
        boolean anything = nullable || (open && is(schema, "object")) || (is(schema, "array") && !schema.has("items"));
        if (anything || schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
            schema.remove("type");
        }
        nested(schema.path("items"));
        nested(schema.path("additionalProperties"));
        schema.path("properties").forEach(CustomSchemas::nested);
    }

    private static void nested(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            toV2(schema);
        }
    }

    private static void optionalIfNullable(ObjectNode schema) {
        if (schema.path("required") instanceof ArrayNode required) {
            Set<String> names = new TreeSet<>();
            required.forEach(name -> names.add(name.asString("")));
            names.removeIf(name -> nullable(schema.path("properties").path(name)));
            if (nullable(schema.path("additionalProperties"))) {
                names.clear();
            }
            schema.remove("required");
            if (!names.isEmpty()) {
                ArrayNode left = schema.putArray("required");
                names.forEach(left::add);
            }
        }
    }

    private static boolean nullable(JsonNode schema) {
        return schema.path("nullable").asBoolean(false);
    }

    private static boolean is(ObjectNode schema, String type) {
        return schema.path("type").asString("").equals(type);
    }
}
