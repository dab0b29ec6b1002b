package dev.flotilla.api.patch.apply;

import dev.flotilla.api.store.ObjectJson;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of a field set in managedFields: objects nested by path element, a dot for a path that has more below. */
final class FieldsV1 {
    private static final String SELF = ".";

    private FieldsV1() {}

    static ObjectNode encode(FieldSet set) {
        ObjectNode encoded = ObjectJson.mapper().createObjectNode();
        if (set.member() && !set.children().isEmpty()) {
            encoded.putObject(SELF);
        }
        set.children().forEach((step, below) -> encoded.set(step.text(), encode(below)));
        return encoded;
    }

    /** @throws IllegalArgumentException if it is no such form */
    static FieldSet decode(JsonNode encoded) {
        FieldSet set = decodeBelow(encoded);
        return set.children().isEmpty() ? FieldSet.EMPTY : new FieldSet(false, set.children());
    }

    private static FieldSet decodeBelow(JsonNode encoded) {
        if (!encoded.isObject()) {
            throw new IllegalArgumentException("fieldsV1 holds objects only, not " + encoded);
        }
        boolean member = encoded.isEmpty();
        TreeMap<PathElement, FieldSet> children = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : encoded.properties()) {
            if (entry.getKey().equals(SELF)) {
                member = true;
            } else {
                children.put(element(entry.getKey()), decodeBelow(entry.getValue()));
            }
        }
        return new FieldSet(member, children);
    }

    /** Keys and values in the one form that this package writes, whatever the writer's order and spacing. */
    private static PathElement element(String text) {
        PathElement element = new PathElement(text);
        return switch (text.charAt(0)) {
            case 'k' -> {
                TreeMap<String, JsonNode> fields = new TreeMap<>();
                parse(element).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
                yield PathElement.key(fields);
            }
            case 'v' -> PathElement.value(parse(element));
            default -> element;
        };
    }

    private static JsonNode parse(PathElement element) {
        try {
            return ObjectJson.mapper().readTree(element.content());
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException("not JSON in a path element: '" + element.text() + "'", e);
        }
    }
}
