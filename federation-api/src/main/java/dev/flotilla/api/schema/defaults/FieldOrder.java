package dev.flotilla.api.schema.defaults;

import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts fields where their type has them, so that one object has one text however it came to be. */
final class FieldOrder {
    private FieldOrder() {}

    static ObjectNode sort(ObjectNode object, TypeSchema.Struct type) {
        return struct(object, type);
    }

    private static JsonNode value(JsonNode value, TypeSchema type) {
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> value instanceof ObjectNode object ? struct(object, struct) : value;
            case TypeSchema.MapOf map -> value instanceof ObjectNode object ? map(object, map) : value;
            case TypeSchema.ListOf list -> value instanceof ArrayNode array ? list(array, list) : value;
            case TypeSchema.Scalar _, TypeSchema.Any _, TypeSchema.Reference _ -> value;
        };
    }

    /** The object itself, refilled: whoever holds it keeps holding the right one. */
    private static ObjectNode struct(ObjectNode object, TypeSchema.Struct type) {
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> before.set(field.getKey(), field.getValue()));
        List<String> unknown = new ArrayList<>(before.propertyNames());
        object.removeAll();
        type.fields().forEach((name, field) -> {
            if (before.has(name)) {
                object.set(name, value(before.path(name), field.type()));
            }
        });
        unknown.removeAll(type.fields().keySet());
        unknown.forEach(name -> object.set(name, before.path(name)));
        return object;
    }

    private static ObjectNode map(ObjectNode object, TypeSchema.MapOf map) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(entry -> sorted.put(entry.getKey(), value(entry.getValue(), map.value())));
        object.removeAll();
        sorted.forEach(object::set);
        return object;
    }

    private static ArrayNode list(ArrayNode array, TypeSchema.ListOf list) {
        for (int i = 0; i < array.size(); i++) {
            array.set(i, value(array.get(i), list.item()));
        }
        return array;
    }
}
