package dev.flotilla.api.schema.decode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What strict validation will refuse, with the path at which reading stands. Not for use by several threads. */
final class Problems {
    private static final int KEPT_MAX = 100;

    private final List<String> path = new ArrayList<>();
    private final Set<String> found = new LinkedHashSet<>();

    int depth() {
        return path.size();
    }

    void enterField(String name) {
        path.add(path.isEmpty() ? name : "." + name);
    }

    void enterItem(int index) {
        path.add("[" + index + "]");
    }

    void leaveTo(int depth) {
        path.subList(depth, path.size()).clear();
    }

    void unknownField(String name) {
        add("unknown field ", name);
    }

    void duplicateField(String name) {
        add("duplicate field ", name);
    }

    private void add(String what, String name) {
        if (found.size() < KEPT_MAX) {
            String at = path.isEmpty() ? name : String.join("", path) + "." + name;
            found.add(what + GoText.quoted(at));
        }
    }

    List<String> found() {
        return List.copyOf(found);
    }
}
