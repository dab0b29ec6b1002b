package dev.flotilla.apiserver.table;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Small readings that many kinds' cells share. */
final class Cells {
    static final String NONE = "<none>";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Cells() {}

    static String name(JsonNode object) {
        return text(object, "metadata.name");
    }

    static JsonNode age(JsonNode object, Instant now) {
        return NODES.stringNode(Ages.since(text(object, "metadata.creationTimestamp"), now));
    }

    /** @param path steps joined by dots */
    static JsonNode at(JsonNode object, String path) {
        JsonNode node = object;
        for (String step : path.split("\\.")) {
            node = node.path(step);
        }
        return node;
    }

    static String text(JsonNode object, String path) {
        return at(object, path).asString("");
    }

    static int number(JsonNode object, String path) {
        return at(object, path).asInt(0);
    }

    static String or(String text, String instead) {
        return text.isEmpty() ? instead : text;
    }

    static String joined(JsonNode array, Function<JsonNode, String> each) {
        return array.valueStream().map(each).collect(Collectors.joining(","));
    }

    /** A map as {@code a=b,c=d}. */
    static String pairs(JsonNode map) {
        return or(
                map.properties().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().asString(""))
                        .sorted()
                        .collect(Collectors.joining(",")),
                NONE);
    }

    /** A label selector as a client would write it. */
    static String selector(JsonNode selector) {
        if (!selector.isObject()) {
            return NONE;
        }
        String equalities = selector.path("matchLabels").isEmpty() ? "" : pairs(selector.path("matchLabels"));
        String sets = joined(selector.path("matchExpressions"), Cells::requirement);
        String both = equalities.isEmpty() || sets.isEmpty() ? equalities + sets : equalities + "," + sets;
        return or(both, NONE);
    }

    private static String requirement(JsonNode requirement) {
        String key = text(requirement, "key");
        String values = " (" + joined(requirement.path("values"), value -> value.asString("")) + ")";
        return switch (text(requirement, "operator")) {
            case "In" -> key + " in" + values;
            case "NotIn" -> key + " notin" + values;
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }

    static String containers(JsonNode podSpec) {
        return joined(podSpec.path("containers"), container -> text(container, "name"));
    }

    static String images(JsonNode podSpec) {
        return joined(podSpec.path("containers"), container -> text(container, "image"));
    }

    /** Cells from strings, numbers and nodes. */
    static List<JsonNode> row(Object... values) {
        return Arrays.stream(values).map(Cells::node).toList();
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case JsonNode node -> node;
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            default -> NODES.stringNode(value.toString());
        };
    }
}
