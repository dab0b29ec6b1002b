package dev.flotilla.placement.rebalance;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Since when a cluster can be counted on.
 *
 * @param joined when it came to the fleet
 * @param readySince empty if it is not ready, or is leaving
 * @param labels empty if nobody keeps their times
 */
record Readiness(FleetCluster cluster, Instant joined, Optional<Instant> readySince, Optional<LabelTimes> labels) {

    static Readiness of(StoredObject object) {
        Cluster cluster = Cluster.of(object);
        ObjectNode tree = object.tree();
        String created = tree.path("metadata").path("creationTimestamp").asString("");
        Optional<Instant> ready = cluster.status()
                .condition(ClusterStatus.READY)
                .filter(Condition::isTrue)
                .filter(_ -> !cluster.terminating())
                .flatMap(condition -> Optional.ofNullable(condition.lastTransitionTime()));
        return new Readiness(
                ClusterReader.read(object),
                created.isEmpty() ? Instant.EPOCH : Instant.parse(created),
                ready,
                LabelTimes.of(tree));
    }
}
