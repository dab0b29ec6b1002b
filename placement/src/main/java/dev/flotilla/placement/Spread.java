package dev.flotilla.placement;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Over how many clusters, and over how many groups of them, a workload spreads.
 *
 * @param levels the kinds of groups, the widest first: each has its own bounds, and all of them hold; empty if clusters
 *     alone are counted
 */
public record Spread(Bounds clusters, List<Grouping> levels) {
    public static final Spread NONE = new Spread(Bounds.ANY, List.of());

    /** @param max at least {@code min}, save where Karmada's own reading of an absent maximum, none, is asked for */
    public record Bounds(int min, int max) {
        public static final Bounds ANY = new Bounds(1, Integer.MAX_VALUE);
        static final Bounds ONE = new Bounds(1, 1);

        /** As a policy writes them: 0 or nothing for a least of one, and for no upper bound. */
        public static Bounds of(int minGroups, int maxGroups) {
            int min = Math.max(1, minGroups);
            return new Bounds(min, maxGroups <= 0 ? Integer.MAX_VALUE : Math.max(min, maxGroups));
        }

        /** As Karmada reads them: a maximum that is not set lets nothing through. */
        public static Bounds asKarmada(int minGroups, int maxGroups) {
            return new Bounds(minGroups, maxGroups);
        }
    }

    /**
     * @param field what a policy calls it: region, zone, provider, or a label's key
     * @param of the group of a cluster; empty text for none
     */
    public record Grouping(String field, Function<FleetCluster, String> of, Bounds bounds) {}

    public Spread {
        levels = List.copyOf(levels);
    }

    public Spread(Bounds clusters, Optional<Grouping> groups) {
        this(clusters, groups.stream().toList());
    }

    /** The widest kind of groups. */
    public Optional<Grouping> groups() {
        return levels.stream().findFirst();
    }

    boolean constrains() {
        return !levels.isEmpty() || !clusters.equals(Bounds.ANY);
    }
}
