package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A field selector: {@code metadata.name=web,status.phase!=Running}. Names and namespaces are read from the key; an
 * object is parsed only if another field is asked for.
 */
record FieldSelection(List<Term> terms) {
    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    /** One requirement; {@code path} is where the field is. */
    record Term(String field, String path, boolean equal, String value) {}

    static FieldSelection parse(String selector, SelectableFields known) {
        List<Term> terms = new ArrayList<>();
        for (String each : split(selector)) {
            if (!each.isEmpty()) {
                terms.add(term(each, selector, known));
            }
        }
        return new FieldSelection(List.copyOf(terms));
    }

    FieldSelection andName(String name) {
        List<Term> more = new ArrayList<>(terms);
        more.add(new Term(NAME, NAME, true, name));
        return new FieldSelection(List.copyOf(more));
    }

    boolean everything() {
        return terms.isEmpty();
    }

    boolean test(StoredObject object) {
        JsonNode tree = null;
        for (Term term : terms) {
            String found;
            switch (term.field()) {
                case NAME -> found = object.key().name();
                case NAMESPACE -> found = object.key().namespace();
                default -> {
                    tree = tree == null ? object.tree() : tree;
                    found = text(tree, term.path());
                }
            }
            if (found.equals(term.value()) != term.equal()) {
                return false;
            }
        }
        return true;
    }

    private static String text(JsonNode tree, String path) {
        JsonNode node = tree;
        for (String step : path.split("\\.")) {
            node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
        }
        return node.isContainer() ? "" : node.asString("");
    }

    private static Term term(String text, String selector, SelectableFields known) {
        int operator = text.indexOf('=');
        if (operator <= 0) {
            throw StatusError.badRequest("invalid selector: '" + selector + "'; can't understand '" + text + "'")
                    .exception();
        }
        boolean equal = text.charAt(operator - 1) != '!';
        String field = text.substring(0, equal ? operator : operator - 1).strip();
        int valueStart = text.startsWith("==", operator) ? operator + 2 : operator + 1;
        return new Term(field, known.path(field), equal, unescaped(text.substring(valueStart)));
    }

    private static List<String> split(String selector) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            if (c == '\\' && i + 1 < selector.length()) {
                part.append(c).append(selector.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unescaped(String value) {
        return value.replaceAll("\\\\([,=\\\\])", "$1");
    }
}
