package dev.flotilla.dr.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Exactly one form for every tree: fields in the order of their names' UTF-16 units, integers alone and in decimals,
 * strings escaped only where JSON demands it, UTF-8. The compact form is that of RFC 8785; the pretty form adds line
 * breaks and two spaces a level, likewise in one way only.
 */
public final class CanonicalJson {
    /** Always UTC, always three digits of a second. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int CONTROLS = 0x20;
    private static final char REPLACEMENT = '\ufffd';

    private final boolean pretty;
    private final StringBuilder out = new StringBuilder();

    private CanonicalJson(boolean pretty) {
        this.pretty = pretty;
    }

    /** A time as every report and hash has it. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    /**
     * Without any white space.
     *
     * @throws IllegalArgumentException if the tree holds a number that is not a whole one
     */
    public static byte[] bytes(JsonNode tree) {
        return new CanonicalJson(false).write(tree, 0).getBytes(StandardCharsets.UTF_8);
    }

    /** For people; ends with a line break. */
    public static String pretty(JsonNode tree) {
        return new CanonicalJson(true).write(tree, 0) + "\n";
    }

    private String write(JsonNode tree, int depth) {
        value(tree, depth);
        return out.toString();
    }

    private void value(JsonNode node, int depth) {
        if (node.isObject()) {
            object(node, depth);
        } else if (node.isArray()) {
            array(node, depth);
        } else if (node.isString()) {
            string(node.stringValue());
        } else if (node.isIntegralNumber()) {
            out.append(node.bigIntegerValue());
        } else if (node.isBoolean() || node.isNull()) {
            out.append(node.isNull() ? "null" : node.booleanValue());
        } else {
            throw new IllegalArgumentException("no canonical form for " + node.getNodeType() + " " + node);
        }
    }

    private void object(JsonNode node, int depth) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
        fields.sort(Map.Entry.comparingByKey());
        out.append('{');
        for (Iterator<Map.Entry<String, JsonNode>> each = fields.iterator(); each.hasNext(); ) {
            Map.Entry<String, JsonNode> field = each.next();
            line(depth + 1);
            string(field.getKey());
            out.append(pretty ? ": " : ":");
            value(field.getValue(), depth + 1);
            out.append(each.hasNext() ? "," : "");
        }
        close('}', fields.isEmpty(), depth);
    }

    private void array(JsonNode node, int depth) {
        out.append('[');
        for (Iterator<JsonNode> each = node.iterator(); each.hasNext(); ) {
            line(depth + 1);
            value(each.next(), depth + 1);
            out.append(each.hasNext() ? "," : "");
        }
        close(']', node.isEmpty(), depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            line(depth);
        }
        out.append(bracket);
    }

    private void line(int depth) {
        if (pretty) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> character(text, i);
            }
        }
        out.append('"');
    }

    /** Half a surrogate pair has no UTF-8; it becomes the replacement character, as in every decoder. */
    private void character(String text, int i) {
        char c = text.charAt(i);
        if (c < CONTROLS) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
            out.append(lone(text, i) ? REPLACEMENT : c);
        }
    }

    private static boolean lone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
