package dev.flotilla.placement.rebalance;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Since when a cluster can be counted on.
 *
 * @param joined when it came to the fleet
 * @param readySince empty if it is not ready, is leaving, or bears a taint still that follows from its health
 * @param known whether it has told what it serves and what room it has; what is dealt before passes it over
 * @param labels empty if nobody keeps their times
 */
record Readiness(
        FleetCluster cluster,
        Instant joined,
        Optional<Instant> readySince,
        boolean known,
        Optional<LabelTimes> labels) {
    private static final Set<String> OF_HEALTH = Set.of(Taint.NOT_READY, Taint.UNREACHABLE);

    static Readiness of(StoredObject object) {
        Cluster cluster = Cluster.of(object);
        ObjectNode tree = object.tree();
        String created = tree.path("metadata").path("creationTimestamp").asString("");
        Optional<Instant> ready = cluster.status()
                .condition(ClusterStatus.READY)
                .filter(Condition::isTrue)
                .filter(_ -> !cluster.terminating() && !shunned(cluster))
                .flatMap(condition -> Optional.ofNullable(condition.lastTransitionTime()));
        return new Readiness(
                ClusterReader.read(object),
                created.isEmpty() ? Instant.EPOCH : Instant.parse(created),
                ready,
                cluster.status().resourceSummary() != null
                        && !cluster.status().apiEnablements().isEmpty(),
                LabelTimes.of(tree));
    }

    private static boolean shunned(Cluster cluster) {
        return cluster.spec().taints().stream().anyMatch(taint -> OF_HEALTH.contains(taint.key()));
    }
}
