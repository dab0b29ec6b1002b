package dev.flotilla.api.patch.apply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths into an object, as a trie. A path and the paths below it are members independently of each other.
 * Immutable.
 *
 * @param member whether the path that leads here is in the set
 * @param children never empty sets
 */
record FieldSet(boolean member, SortedMap<PathElement, FieldSet> children) {
    static final FieldSet EMPTY = new FieldSet(false, Collections.emptySortedMap());
    static final FieldSet HERE = new FieldSet(true, Collections.emptySortedMap());

    FieldSet {
        children = Collections.unmodifiableSortedMap(children);
    }

    /** The set of one path. */
    static FieldSet of(List<PathElement> path) {
        FieldSet set = HERE;
        for (PathElement step : path.reversed()) {
            set = new FieldSet(false, new TreeMap<>(Map.of(step, set)));
        }
        return set;
    }

    /** The set of paths of field names joined by dots. */
    static FieldSet ofFields(List<String> paths) {
        FieldSet set = EMPTY;
        for (String path : paths) {
            List<PathElement> steps = new ArrayList<>();
            for (String name : path.split("\\.")) {
                steps.add(PathElement.field(name));
            }
            set = set.union(of(steps));
        }
        return set;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    /** What the set holds below one step; empty if nothing. */
    FieldSet below(PathElement step) {
        return children.getOrDefault(step, EMPTY);
    }

    boolean has(List<PathElement> path) {
        FieldSet at = this;
        for (PathElement step : path) {
            at = at.below(step);
        }
        return at.member;
    }

    FieldSet union(FieldSet other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        TreeMap<PathElement, FieldSet> all = new TreeMap<>(children);
        other.children.forEach((step, set) -> all.merge(step, set, FieldSet::union));
        return new FieldSet(member || other.member, all);
    }

    FieldSet intersection(FieldSet other) {
        TreeMap<PathElement, FieldSet> both = new TreeMap<>();
        children.forEach((step, set) -> putUnlessEmpty(both, step, set.intersection(other.below(step))));
        return new FieldSet(member && other.member, both);
    }

    /** Without the other's paths; what lies below them stays. */
    FieldSet difference(FieldSet other) {
        if (other.isEmpty()) {
            return this;
        }
        TreeMap<PathElement, FieldSet> rest = new TreeMap<>();
        children.forEach((step, set) -> putUnlessEmpty(rest, step, set.difference(other.below(step))));
        return new FieldSet(member && !other.member, rest);
    }

    /** Without the other's paths and all that lies below them. */
    FieldSet without(FieldSet other) {
        if (other.isEmpty()) {
            return this;
        }
        if (other.member) {
            return EMPTY;
        }
        TreeMap<PathElement, FieldSet> rest = new TreeMap<>();
        children.forEach((step, set) -> putUnlessEmpty(rest, step, set.without(other.below(step))));
        return new FieldSet(member, rest);
    }

    /** Every path: those of one step in order, then those that go on, step by step. */
    List<List<PathElement>> paths() {
        List<List<PathElement>> paths = new ArrayList<>();
        walk(new ArrayList<>(), paths);
        return paths;
    }

    private void walk(List<PathElement> path, List<List<PathElement>> found) {
        children.forEach((step, set) -> {
            if (set.member) {
                path.addLast(step);
                found.add(List.copyOf(path));
                path.removeLast();
            }
        });
        children.forEach((step, set) -> {
            path.addLast(step);
            set.walk(path, found);
            path.removeLast();
        });
    }

    private static void putUnlessEmpty(Map<PathElement, FieldSet> into, PathElement step, FieldSet set) {
        if (!set.isEmpty()) {
            into.put(step, set);
        }
    }

    /** Collects paths while walking an object. */
    static final class Builder {
        private boolean member;
        private @Nullable TreeMap<PathElement, Builder> children;

        void add() {
            member = true;
        }

        Builder below(PathElement step) {
            TreeMap<PathElement, Builder> present = children;
            if (present == null) {
                present = new TreeMap<>();
                children = present;
            }
            return present.computeIfAbsent(step, _ -> new Builder());
        }

        FieldSet build() {
            TreeMap<PathElement, FieldSet> built = new TreeMap<>();
            TreeMap<PathElement, Builder> present = children;
            if (present != null) {
                present.forEach((step, builder) -> putUnlessEmpty(built, step, builder.build()));
            }
            return new FieldSet(member, built);
        }
    }
}
