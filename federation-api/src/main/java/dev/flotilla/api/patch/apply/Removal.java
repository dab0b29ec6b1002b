package dev.flotilla.api.patch.apply;

import dev.flotilla.api.schema.TypeSchema;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes fields out of a value. */
final class Removal {
    private Removal() {}

    /**
     * The value without these fields, sharing what it keeps. An object or list of which nothing is left is null, which
     * is how a kube-apiserver sees it while it asks what has changed.
     */
    static JsonNode of(JsonNode value, FieldSet fields, TypeSchema type) {
        if (fields.isEmpty() || value.isEmpty()) {
            return value;
        }
        return switch (Shape.of(type, value)) {
            case Shape.Leaf leaf -> leaf == Shape.Leaf.SCALAR ? value : NullNode.getInstance();
            case Shape.Fields shape -> value instanceof ObjectNode object ? object(object, fields, shape) : value;
            case Shape.Items items -> value instanceof ArrayNode list ? list(list, fields, items.list()) : value;
        };
    }

    private static JsonNode object(ObjectNode object, FieldSet fields, Shape.Fields shape) {
        ObjectNode kept = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            FieldSet below = fields.below(PathElement.field(entry.getKey()));
            if (!below.member()) {
                kept.set(entry.getKey(), of(entry.getValue(), below, shape.at(entry.getKey())));
            }
        }
        return kept.isEmpty() ? NullNode.getInstance() : kept;
    }

    private static JsonNode list(ArrayNode list, FieldSet fields, TypeSchema.ListOf type) {
        ArrayNode kept = list.arrayNode();
        for (JsonNode item : list) {
            FieldSet below =
                    ListItems.tryIdentity(type, item).map(fields::below).orElse(FieldSet.EMPTY);
            if (!below.member()) {
                kept.add(of(item, below, type.item()));
            }
        }
        return kept.isEmpty() ? NullNode.getInstance() : kept;
    }

    /** The value without what is null in it and was not before. */
    static JsonNode withoutEmptied(JsonNode value, JsonNode before) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode kept = object.objectNode();
                for (Map.Entry<String, JsonNode> entry : object.properties()) {
                    JsonNode was = before.path(entry.getKey());
                    if (!entry.getValue().isNull() || was.isNull()) {
                        kept.set(entry.getKey(), withoutEmptied(entry.getValue(), was));
                    }
                }
                yield kept;
            }
            case ArrayNode array
            when before.valueStream().noneMatch(JsonNode::isNull) -> {
                ArrayNode kept = array.arrayNode();
                array.valueStream().filter(item -> !item.isNull()).forEach(kept::add);
                yield kept;
            }
            default -> value;
        };
    }
}
