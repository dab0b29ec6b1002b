package dev.flotilla.api.patch.apply;

import dev.flotilla.api.schema.TypeSchema;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes fields out of a value. */
final class Removal {
    private Removal() {}

    /** The value without these fields, sharing what it keeps; an object or list of which nothing is left goes too. */
    static JsonNode of(JsonNode value, FieldSet fields, TypeSchema type) {
        if (fields.isEmpty() || value.isEmpty()) {
            return value;
        }
        return switch (Shape.of(type, value)) {
            case Shape.Leaf leaf -> leaf == Shape.Leaf.SCALAR ? value : MissingNode.getInstance();
            case Shape.Fields shape -> value instanceof ObjectNode object ? object(object, fields, shape) : value;
            case Shape.Items items -> value instanceof ArrayNode list ? list(list, fields, items.list()) : value;
        };
    }

    private static JsonNode object(ObjectNode object, FieldSet fields, Shape.Fields shape) {
        ObjectNode kept = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            FieldSet below = fields.below(PathElement.field(entry.getKey()));
            if (!below.member()) {
                JsonNode rest = of(entry.getValue(), below, shape.at(entry.getKey()));
                if (!rest.isMissingNode()) {
                    kept.set(entry.getKey(), rest);
                }
            }
        }
        return kept.isEmpty() ? MissingNode.getInstance() : kept;
    }

    private static JsonNode list(ArrayNode list, FieldSet fields, TypeSchema.ListOf type) {
        ArrayNode kept = list.arrayNode();
        for (JsonNode item : list) {
            FieldSet below =
                    ListItems.tryIdentity(type, item).map(fields::below).orElse(FieldSet.EMPTY);
            if (!below.member()) {
                JsonNode rest = of(item, below, type.item());
                if (!rest.isMissingNode()) {
                    kept.add(rest);
                }
            }
        }
        return kept.isEmpty() ? MissingNode.getInstance() : kept;
    }
}
