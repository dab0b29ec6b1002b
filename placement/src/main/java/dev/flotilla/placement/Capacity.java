package dev.flotilla.placement;

import java.util.List;
import java.util.Map;

/**
 * What a cluster says it has left.
 *
 * @param pods how many more pods fit
 * @param freeMilli allocatable less allocated and allocating, in thousandths of each resource's unit; a resource that
 *     is not named here does not exist in the cluster
 * @param grades the cluster's nodes by size class; empty if it has no resource models
 */
public record Capacity(long pods, Map<String, Long> freeMilli, List<Grade> grades) {
    /** Nodes of one size class: how many, and what each of them has left at least. */
    public record Grade(long nodes, Map<String, Long> leastMilli) {
        public Grade {
            leastMilli = Map.copyOf(leastMilli);
        }
    }

    public Capacity {
        freeMilli = Map.copyOf(freeMilli);
        grades = List.copyOf(grades);
    }
}
