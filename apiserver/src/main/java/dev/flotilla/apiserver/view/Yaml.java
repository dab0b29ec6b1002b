package dev.flotilla.apiserver.view;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON as YAML in block style. A text stands bare only where no reader, old or new, takes it for anything else. */
public final class Yaml {
    private static final Pattern BARE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    public static byte[] write(JsonNode tree) {
        Yaml text = new Yaml();
        if (block(tree)) {
            text.container(tree, 0);
        } else {
            text.out.append(scalar(tree)).append('\n');
        }
        return text.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void container(JsonNode node, int depth) {
        if (node.isArray()) {
            for (JsonNode item : node) {
                out.repeat("  ", depth).append('-');
                nested(item, depth + 1, true);
            }
        } else {
            for (var field : node.properties()) {
                out.repeat("  ", depth).append(text(field.getKey())).append(':');
                nested(field.getValue(), field.getValue().isArray() ? depth : depth + 1, false);
            }
        }
    }

    private void nested(JsonNode node, int depth, boolean item) {
        if (!block(node)) {
            out.append(' ').append(scalar(node)).append('\n');
        } else if (item) {
            int start = out.length();
            container(node, depth);
            out.replace(start, start + 2 * depth, " ");
        } else {
            out.append('\n');
            container(node, depth);
        }
    }

    private static boolean block(JsonNode node) {
        return node.isContainer() && !node.isEmpty();
    }

    private static String scalar(JsonNode node) {
        return node.isString() ? text(node.stringValue()) : node.toString();
    }

    private static String text(String text) {
        return BARE.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : JsonNodeFactory.instance.stringNode(text).toString();
    }
}
