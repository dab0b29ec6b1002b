package dev.flotilla.apiserver.view;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON for people to read, laid out as Kubernetes lays it out. */
public final class Indented {
    private final StringBuilder out = new StringBuilder();

    private Indented() {}

    public static byte[] write(JsonNode tree) {
        Indented text = new Indented();
        text.value(tree, 0);
        return text.out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(JsonNode node, int depth) {
        if (!node.isContainer() || node.isEmpty()) {
            out.append(node);
        } else if (node.isArray()) {
            out.append('[');
            String separator = "";
            for (JsonNode item : node) {
                line(separator, depth + 1);
                value(item, depth + 1);
                separator = ",";
            }
            line("", depth);
            out.append(']');
        } else {
            object(node, depth);
        }
    }

    private void object(JsonNode node, int depth) {
        out.append('{');
        String separator = "";
        for (var field : node.properties()) {
            line(separator, depth + 1);
            out.append(JsonNodeFactory.instance.stringNode(field.getKey())).append(": ");
            value(field.getValue(), depth + 1);
            separator = ",";
        }
        line("", depth);
        out.append('}');
    }

    private void line(String separator, int depth) {
        out.append(separator).append('\n').repeat("  ", depth);
    }
}
