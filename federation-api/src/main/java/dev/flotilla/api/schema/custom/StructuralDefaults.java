package dev.flotilla.api.schema.custom;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills in the defaults of a structural schema, outermost first, so that a default may bring fields with defaults. */
final class StructuralDefaults {
    private StructuralDefaults() {}

    static void apply(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            properties(object, schema.path("properties"));
            JsonNode values = schema.path("additionalProperties");
            if (values.isObject()) {
                for (String name : List.copyOf(object.propertyNames())) {
                    if (!schema.path("properties").has(name)) {
                        field(object, name, values);
                    }
                }
            }
        } else if (value.isArray()) {
            value.forEach(item -> apply(item, schema.path("items")));
        }
    }

    private static void properties(ObjectNode object, JsonNode properties) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            field(object, property.getKey(), property.getValue());
        }
    }

    private static void field(ObjectNode object, String name, JsonNode schema) {
        @Nullable JsonNode value = object.get(name);
        boolean forbiddenNull =
                value != null && value.isNull() && !schema.path("nullable").asBoolean(false);
        if (value == null || forbiddenNull) {
            @Nullable JsonNode standard = schema.get("default");
            if (standard == null) {
                if (forbiddenNull && schema.has("type")) {
                    object.remove(name);
                }
                return;
            }
            object.set(name, standard.deepCopy());
        }
        apply(object.path(name), schema);
    }
}
