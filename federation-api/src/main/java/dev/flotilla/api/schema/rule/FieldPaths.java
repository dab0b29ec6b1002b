package dev.flotilla.api.schema.rule;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Paths such as {@code .spec.labels['a.b']} that a definition points into its own schema with. */
final class FieldPaths {
    private FieldPaths() {}

    /**
     * Where a path leads.
     *
     * @param path as messages print it, without the leading dot; empty if the path is wrong
     * @param schema of what it leads to
     * @param problem why it leads nowhere; empty if it leads somewhere
     */
    record Target(String path, JsonNode schema, String problem) {}

    static Target resolve(String text, JsonNode schema, boolean brackets) {
        StringBuilder path = new StringBuilder();
        JsonNode at = schema;
        int index = 0;
        while (index < text.length()) {
            char start = text.charAt(index);
            String name;
            if (start == '.') {
                int end = end(text, index + 1);
                name = text.substring(index + 1, end);
                if (name.isEmpty()) {
                    return wrong(schema, "unexpected end of JSON path");
                }
                index = end;
            } else if (start == '[') {
                if (!brackets) {
                    return wrong(schema, "array notation is not allowed");
                }
                int close = text.indexOf("']", index + 2);
                if (index + 1 >= text.length() || text.charAt(index + 1) != '\'' || close < 0) {
                    return wrong(
                            schema,
                            "expected single quoted string but got " + text.substring(index + 1, end(text, index + 1)));
                }
                name = text.substring(index + 2, close).replace("\\'", "'").replace("\\\\", "\\");
                index = close + 2;
            } else {
                return wrong(schema, "expected [ or . but got: " + text.substring(index, end(text, index)));
            }
            Optional<JsonNode> next = child(at, name);
            if (next.isEmpty()) {
                return wrong(schema, "does not refer to a valid field");
            }
            if (at.path("properties").isObject()) {
                path.append(path.isEmpty() ? "" : ".").append(name);
            } else {
                path.append('[').append(name).append(']');
            }
            at = next.get();
        }
        return new Target(path.toString(), at, "");
    }

    private static Target wrong(JsonNode schema, String problem) {
        return new Target("", schema, problem);
    }

    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static Optional<JsonNode> child(JsonNode schema, String name) {
        JsonNode found = schema.path("properties").isObject()
                ? schema.path("properties").path(name)
                : schema.path("additionalProperties");
        return found.isObject() ? Optional.of(found) : Optional.empty();
    }
}
