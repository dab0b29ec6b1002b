package dev.flotilla.api.schema.custom;

import dev.flotilla.api.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds items that a set holds twice, or that a keyed list holds twice under one key. */
final class ListRules {
    private ListRules() {}

    static void check(JsonNode value, JsonNode schema, String path, List<FieldError> errors) {
        if (value.isObject()) {
            JsonNode values = schema.path("additionalProperties");
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                JsonNode property = schema.path("properties").path(entry.getKey());
                if (!property.isMissingNode()) {
                    String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                    check(entry.getValue(), property, child, errors);
                } else if (values.isObject()) {
                    check(entry.getValue(), values, path + "[" + entry.getKey() + "]", errors);
                }
            }
        } else if (value.isArray()) {
            items(value, schema, path, errors);
        }
    }

    private static void items(JsonNode list, JsonNode schema, String path, List<FieldError> errors) {
        String kind = schema.path("x-kubernetes-list-type").asString("atomic");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            JsonNode item = list.get(i);
            if (kind.equals("set") || kind.equals("map")) {
                JsonNode identity = kind.equals("set") ? item : keys(item, schema);
                if (!seen.add(identity.toString())) {
                    errors.add(FieldError.duplicate(at, identity.toString()));
                }
            }
            check(item, schema.path("items"), at, errors);
        }
    }

    private static JsonNode keys(JsonNode item, JsonNode schema) {
        TreeMap<String, JsonNode> keys = new TreeMap<>();
        for (JsonNode key : schema.path("x-kubernetes-list-map-keys")) {
            JsonNode value = item.path(key.asString());
            if (!value.isMissingNode()) {
                keys.put(key.asString(), value);
            }
        }
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        keys.forEach(identity::set);
        return identity;
    }
}
