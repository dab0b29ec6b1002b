package dev.flotilla.placement;

import java.util.Optional;
import java.util.function.Function;

/**
 * Over how many clusters, and over how many groups of them, a workload spreads.
 *
 * @param groups empty if clusters alone are counted
 */
public record Spread(Bounds clusters, Optional<Grouping> groups) {
    public static final Spread NONE = new Spread(Bounds.ANY, Optional.empty());

    /** @param max at least {@code min}; {@code Integer.MAX_VALUE} for no bound */
    public record Bounds(int min, int max) {
        public static final Bounds ANY = new Bounds(1, Integer.MAX_VALUE);

        /** As a policy writes them: 0 or nothing for a least of one, and for no upper bound. */
        public static Bounds of(int minGroups, int maxGroups) {
            int min = Math.max(1, minGroups);
            return new Bounds(min, maxGroups <= 0 ? Integer.MAX_VALUE : Math.max(min, maxGroups));
        }
    }

    /**
     * @param field what a policy calls it: region, zone, provider, or a label's key
     * @param of the group of a cluster; empty text for none
     */
    public record Grouping(String field, Function<FleetCluster, String> of, Bounds bounds) {}

    boolean constrains() {
        return groups.isPresent() || !clusters.equals(Bounds.ANY);
    }
}
