package dev.flotilla.placement;

import java.util.Optional;

/** One demand on a cluster, as an affinity makes it. Pure. */
@FunctionalInterface
public interface ClusterRule {
    ClusterRule ANY = _ -> Optional.empty();

    /** @return why the cluster does not meet it, in words; empty if it does */
    Optional<String> refuses(FleetCluster cluster);

    default boolean matches(FleetCluster cluster) {
        return refuses(cluster).isEmpty();
    }
}
