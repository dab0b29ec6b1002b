package dev.flotilla.apiserver.table;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The paths that printer columns use: {@code .spec.a['b.c'][0].d},
 * {@code .status.conditions[?(@.type=="Ready")].status} and {@code [*]} for the first of a list.
 */
final class JsonPath {
    private final String path;
    private int at;

    private JsonPath(String path) {
        this.path = path;
    }

    /** The first value at the path; missing if there is none or the path is not understood. */
    static JsonNode first(JsonNode object, String path) {
        return new JsonPath(path.startsWith("$") ? path.substring(1) : path).find(object);
    }

    private JsonNode find(JsonNode from) {
        JsonNode node = from;
        while (at < path.length() && !node.isMissingNode()) {
            node = path.charAt(at) == '[' ? bracket(node) : field(node);
        }
        return node;
    }

    private JsonNode field(JsonNode node) {
        int start = path.charAt(at) == '.' ? at + 1 : at;
        StringBuilder name = new StringBuilder();
        int i = start;
        while (i < path.length() && path.charAt(i) != '.' && path.charAt(i) != '[') {
            if (path.charAt(i) == '\\' && i + 1 < path.length()) {
                i++;
            }
            name.append(path.charAt(i));
            i++;
        }
        at = Math.max(i, at + 1);
        return name.isEmpty() ? node : node.path(name.toString());
    }

    private JsonNode bracket(JsonNode node) {
        int end = closing();
        if (end < 0) {
            at = path.length();
            return MissingNode.getInstance();
        }
        String inside = path.substring(at + 1, end).strip();
        at = end + 1;
        if (inside.startsWith("?(@.") && inside.endsWith(")")) {
            return filtered(node, inside.substring(4, inside.length() - 1));
        }
        if (inside.equals("*")) {
            return node.path(0);
        }
        return inside.matches("-?[0-9]{1,9}") ? indexed(node, Integer.parseInt(inside)) : node.path(unquoted(inside));
    }

    private static JsonNode indexed(JsonNode node, int index) {
        return node.path(index < 0 ? node.size() + index : index);
    }

    private int closing() {
        char quote = 0;
        for (int i = at + 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ']') {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode filtered(JsonNode node, String condition) {
        int equals = condition.indexOf("==");
        if (equals < 0) {
            return MissingNode.getInstance();
        }
        String field = condition.substring(0, equals).strip();
        String wanted = unquoted(condition.substring(equals + 2).strip());
        return node.valueStream()
                .filter(each -> first(each, "." + field).asString("").equals(wanted))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && (text.charAt(0) == '\'' || text.charAt(0) == '"');
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
