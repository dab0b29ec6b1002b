package dev.flotilla.placement.peers;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The workloads of a namespace that want to be together, or apart.
 *
 * @param value a label of the template, as {@code key=value}
 */
record Group(Kind kind, String namespace, String value) implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::kind).thenComparing(Group::namespace).thenComparing(Group::value);

    /** The field of a binding's {@code workloadAffinityGroups} that names it. */
    enum Kind {
        TOGETHER("affinityGroup"),
        APART("antiAffinityGroup");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /** Those that a binding's spec names. */
    static Set<Group> of(String namespace, JsonNode spec) {
        Set<Group> groups = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            String value =
                    spec.path("workloadAffinityGroups").path(kind.field()).asString("");
            if (!value.isEmpty()) {
                groups.add(new Group(kind, namespace, value));
            }
        }
        return groups;
    }

    @Override
    public int compareTo(Group other) {
        return ORDER.compare(this, other);
    }
}
