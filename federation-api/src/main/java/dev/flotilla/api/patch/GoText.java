package dev.flotilla.api.patch;

import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** JSON values as Go prints them, because Kubernetes' messages do. */
public final class GoText {
    private GoText() {}

    /** A pointer to a struct of the value, as {@code %v} prints it. */
    public static String pointed(JsonNode value) {
        return "&{" + plain(value) + "}";
    }

    /** The Go type that the value decodes to, as {@code %T} prints it. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case ARRAY -> "[]interface {}";
            case OBJECT -> "map[string]interface {}";
            case NULL, MISSING, BINARY, POJO -> "<nil>";
        };
    }

    /** The value as {@code %v} prints it: maps sorted, strings bare. */
    public static String plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue();
            case ARRAY -> value.valueStream().map(GoText::plain).collect(Collectors.joining(" ", "[", "]"));
            case OBJECT -> {
                TreeMap<String, String> fields = new TreeMap<>();
                value.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
                yield fields.entrySet().stream()
                        .map(field -> field.getKey() + ":" + field.getValue())
                        .collect(Collectors.joining(" ", "map[", "]"));
            }
            case BOOLEAN, NUMBER -> value.toString();
            case NULL, MISSING, BINARY, POJO -> "<nil>";
        };
    }

    /** The value as {@code %#v} prints it: in Go's syntax. */
    public static String syntax(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY ->
                value.valueStream().map(GoText::syntax).collect(Collectors.joining(", ", "[]interface {}{", "}"));
            case OBJECT -> {
                TreeMap<String, String> fields = new TreeMap<>();
                value.properties().forEach(field -> fields.put(field.getKey(), syntax(field.getValue())));
                yield fields.entrySet().stream()
                        .map(field -> '"' + field.getKey() + "\":" + field.getValue())
                        .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
            }
            case STRING, BOOLEAN, NUMBER -> value.toString();
            case NULL, MISSING, BINARY, POJO -> "interface {}(nil)";
        };
    }
}
