package dev.flotilla.api.patch;

import java.util.Collection;
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

    /** A string as {@code %q} prints it. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> quoted.append(escaped(point)));
        return quoted.append('"').toString();
    }

    /** Strings as {@code %q} prints a slice of them: {@code ["a" "b"]}. */
    public static String quoted(Collection<String> texts) {
        return texts.stream().map(GoText::quoted).collect(Collectors.joining(" ", "[", "]"));
    }

    private static String escaped(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case 0x07 -> "\\a";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case 0x0b -> "\\v";
            default -> printable(point) ? Character.toString(point) : hexadecimal(point);
        };
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    private static String hexadecimal(int point) {
        if (point < 0x80) {
            return String.format("\\x%02x", point);
        }
        return point < 0x10000 ? String.format("\\u%04x", point) : String.format("\\U%08x", point);
    }
}
