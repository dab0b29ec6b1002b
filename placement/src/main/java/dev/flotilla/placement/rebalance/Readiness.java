package dev.flotilla.placement.rebalance;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Instant;
import java.util.Optional;

/**
 * Since when a cluster can be counted on.
 *
 * @param joined when it came to the fleet
 * @param readySince empty if it is not ready, or is leaving
 */
record Readiness(FleetCluster cluster, Instant joined, Optional<Instant> readySince) {

    static Readiness of(StoredObject object) {
        Cluster cluster = Cluster.of(object);
        String created =
                object.tree().path("metadata").path("creationTimestamp").asString("");
        Optional<Instant> ready = cluster.status()
                .condition(ClusterStatus.READY)
                .filter(Condition::isTrue)
                .filter(_ -> !cluster.terminating())
                .flatMap(condition -> Optional.ofNullable(condition.lastTransitionTime()));
        return new Readiness(
                ClusterReader.read(object), created.isEmpty() ? Instant.EPOCH : Instant.parse(created), ready);
    }
}
