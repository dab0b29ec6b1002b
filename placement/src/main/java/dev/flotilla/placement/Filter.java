package dev.flotilla.placement;

import java.util.Optional;

/**
 * One more condition that a cluster must meet, beside those every placement knows. Pure: the same arguments give the
 * same answer. It is asked after all others, of clusters that passed them, and also of those that run the workload.
 */
public interface Filter {
    /** As explanations show it. */
    String name();

    /** @return why the workload must not be there, in words; empty if it may */
    Optional<String> refuses(FleetCluster cluster, WorkloadRequest request, boolean runsThere);
}
