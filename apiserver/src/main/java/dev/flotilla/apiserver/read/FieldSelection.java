package dev.flotilla.apiserver.read;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.FieldTerm;
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
        return new FieldSelection(FieldTerm.parse(selector).stream()
                .map(term -> new Term(term.field(), known.path(term.field()), term.equal(), term.value()))
                .toList());
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
}
