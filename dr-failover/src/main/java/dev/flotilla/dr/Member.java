package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as eviction sees it.
 *
 * @param judged it has a Ready condition
 * @param lost its Ready condition says that it is not
 * @param taints those with effect NoExecute
 * @param held its EvictionHeld condition, if it has one
 */
record Member(StoredObject object, boolean judged, boolean lost, List<Taint> taints, Optional<Condition> held) {
    static final String EVICTION_HELD = "EvictionHeld";

    static Member of(StoredObject object) {
        Cluster cluster = Cluster.of(object);
        Optional<Condition> ready = cluster.status().condition(ClusterStatus.READY);
        boolean lost = ready.map(condition -> !condition.isTrue()).orElse(false);
        List<Taint> taints = cluster.spec().taints().stream()
                .filter(taint -> taint.effect().equals(Taint.NO_EXECUTE))
                .toList();
        return new Member(
                object, ready.isPresent(), lost, taints, cluster.status().condition(EVICTION_HELD));
    }

    String name() {
        return object.key().name();
    }

    boolean terminating() {
        return object.head().terminating();
    }
}
