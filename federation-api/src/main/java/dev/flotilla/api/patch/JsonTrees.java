package dev.flotilla.api.patch;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** When two trees mean the same: the order of fields and the Java type of a number do not count. */
public final class JsonTrees {
    private JsonTrees() {}

    public static boolean same(JsonNode left, JsonNode right) {
        return switch (left) {
            case ObjectNode object -> right instanceof ObjectNode other && sameFields(object, other);
            case ArrayNode array -> right instanceof ArrayNode other && sameItems(array, other);
            default -> (left.isNumber() && right.isNumber()) ? sameNumber(left, right) : left.equals(right);
        };
    }

    private static boolean sameFields(ObjectNode left, ObjectNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : left.properties()) {
            JsonNode other = right.get(entry.getKey());
            if (other == null || !same(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(ArrayNode left, ArrayNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<JsonNode> others = right.iterator();
        for (JsonNode item : left) {
            if (!same(item, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameNumber(JsonNode left, JsonNode right) {
        if (left.canConvertToLong()
                && right.canConvertToLong()
                && left.isIntegralNumber()
                && right.isIntegralNumber()) {
            return left.longValue() == right.longValue();
        }
        return left.decimalValue().compareTo(right.decimalValue()) == 0;
    }
}
