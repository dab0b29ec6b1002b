package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a custom resource: only its metadata is typed, the rest is pruned to what the schema names. Values of the wrong
 * type stay as they are, for validation to refuse.
 */
final class CustomDecoder {
    private final Problems problems;

    private CustomDecoder(Problems problems) {
        this.problems = problems;
    }

    /** @param parser at the object's opening brace */
    static ObjectNode decode(JsonParser parser, TypeSchema.Struct schema, Problems problems) {
        JsonNode tree = TreeReader.sorted(parser, problems);
        return (ObjectNode) new CustomDecoder(problems).prune(tree, schema);
    }

    private JsonNode prune(JsonNode value, TypeSchema type) {
        if (type instanceof TableType.Named metadata) {
            return value.isNull() ? value : metadata(value, metadata.resolve());
        }
        return switch (type.resolved()) {
            case TypeSchema.Struct struct -> value instanceof ObjectNode object ? struct(object, struct) : value;
            case TypeSchema.MapOf map -> value instanceof ObjectNode object ? map(object, map) : value;
            case TypeSchema.ListOf list -> value instanceof ArrayNode array ? list(array, list) : value;
            case TypeSchema.Scalar _, TypeSchema.Any _ -> value;
            case TypeSchema.Reference _ -> throw new IllegalStateException("a resolved type is no reference");
        };
    }

    private ObjectNode struct(ObjectNode object, TypeSchema.Struct struct) {
        List<String> unknown = new ArrayList<>();
        int depth = problems.depth();
        for (String name : List.copyOf(object.propertyNames())) {
            Field field = struct.fields().get(name);
            if (field != null) {
                problems.enterField(name);
                object.set(name, prune(object.get(name), field.type()));
                problems.leaveTo(depth);
            } else if (!struct.preserveUnknown()) {
                problems.unknownField(name);
                unknown.add(name);
            }
        }
        return object.remove(unknown);
    }

    private ObjectNode map(ObjectNode object, TypeSchema.MapOf map) {
        int depth = problems.depth();
        for (String name : List.copyOf(object.propertyNames())) {
            problems.enterField(name);
            object.set(name, prune(object.get(name), map.value()));
            problems.leaveTo(depth);
        }
        return object;
    }

    private ArrayNode list(ArrayNode array, TypeSchema.ListOf list) {
        int depth = problems.depth();
        for (int i = 0; i < array.size(); i++) {
            problems.enterItem(i);
            array.set(i, prune(array.get(i), list.item()));
            problems.leaveTo(depth);
        }
        return array;
    }

    private JsonNode metadata(JsonNode value, TypeSchema.Struct type) {
        if (!value.isObject()) {
            String actual =
                    value.isArray() ? "array" : value.isBoolean() ? "bool" : value.isNumber() ? "number" : "string";
            throw new DecodeFailure("json: cannot unmarshal " + actual + " into Go value of type v1.ObjectMeta");
        }
        try (JsonParser parser = ObjectJson.mapper().treeAsTokens(value)) {
            parser.nextToken();
            return sorted(new JsonDecoder(parser, problems).decode(type));
        }
    }

    private static JsonNode sorted(JsonNode value) {
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, sorted(array.get(i)));
            }
        } else if (value instanceof ObjectNode object) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            ObjectNode ordered = JsonNodeFactory.instance.objectNode();
            fields.forEach(ordered::set);
            return ordered;
        }
        return value;
    }
}
