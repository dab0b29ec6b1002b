package dev.flotilla.api.patch.apply;

import dev.flotilla.api.store.ObjectJson;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a path into an object, in the form that managedFields store: {@code f:} and a field's name, {@code k:}
 * and the fields that identify a list's item, {@code v:} and a value of a set, {@code i:} and an index.
 */
record PathElement(String text) implements Comparable<PathElement> {
    private static final String KINDS = "fkvi";

    PathElement {
        if (text.length() < 2 || text.charAt(1) != ':' || KINDS.indexOf(text.charAt(0)) < 0) {
            throw new IllegalArgumentException("not a path element: '" + text + "'; it begins with f:, k:, v: or i:");
        }
    }

    static PathElement field(String name) {
        return new PathElement("f:" + name);
    }

    static PathElement key(SortedMap<String, JsonNode> fields) {
        ObjectNode key = ObjectJson.mapper().createObjectNode();
        fields.forEach(key::set);
        return new PathElement("k:" + key);
    }

    static PathElement value(JsonNode value) {
        return new PathElement("v:" + value);
    }

    boolean isField() {
        return text.charAt(0) == 'f';
    }

    boolean isItem() {
        return !isField();
    }

    /** A field's name; anything else's identity. */
    String content() {
        return text.substring(2);
    }

    /** As messages show it: {@code .name}, {@code [name="c"]}, {@code [="x"]}, {@code [0]}. */
    String shown() {
        return switch (text.charAt(0)) {
            case 'f' -> "." + content();
            case 'k' ->
                "["
                        + ObjectJson.mapper().readTree(content()).properties().stream()
                                .map(PathElement::shownKey)
                                .collect(Collectors.joining(","))
                        + "]";
            case 'v' -> "[=" + content() + "]";
            default -> "[" + content() + "]";
        };
    }

    private static String shownKey(Map.Entry<String, JsonNode> field) {
        return field.getKey() + "=" + field.getValue();
    }

    @Override
    public int compareTo(PathElement other) {
        return PathElementOrder.compare(text, other.text);
    }
}
