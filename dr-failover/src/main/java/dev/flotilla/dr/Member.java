package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster as eviction sees it.
 *
 * @param region empty if it is in none
 * @param judged it has a Ready condition
 * @param lost its Ready condition says that it is not
 * @param taints those with effect NoExecute
 * @param conditions those that are written here, EvictionHeld and SurvivesLoss, as far as it has them
 */
record Member(
        StoredObject object,
        String region,
        boolean judged,
        boolean lost,
        List<Taint> taints,
        List<Condition> conditions) {
    static final String EVICTION_HELD = "EvictionHeld";

    /** How long after evictions were held back a member that is still lost is waited for. */
    private static final Duration AFTER_HOLD = Duration.ofSeconds(10);

    static final String SURVIVES_LOSS = "SurvivesLoss";

    static Member of(StoredObject object) {
        Cluster cluster = Cluster.of(object);
        Optional<Condition> ready = cluster.status().condition(ClusterStatus.READY);
        boolean lost = ready.map(condition -> !condition.isTrue()).orElse(false);
        List<Taint> taints = cluster.spec().taints().stream()
                .filter(taint -> taint.effect().equals(Taint.NO_EXECUTE))
                .toList();
        List<Condition> conditions = cluster.status().conditions().stream()
                .filter(condition -> condition.type().equals(EVICTION_HELD)
                        || condition.type().equals(SURVIVES_LOSS))
                .toList();
        return new Member(object, cluster.spec().region(), ready.isPresent(), lost, taints, conditions);
    }

    /** The member as it would be if the hub had lost it by then. */
    Member losing(Instant since) {
        return new Member(object, region, true, true, withTaint(taints, Taint.NO_EXECUTE, since), conditions);
    }

    /** The taints with the one that a lost member gets, if it is not among them. */
    static List<Taint> withTaint(List<Taint> taints, String effect, @Nullable Instant since) {
        if (taints.stream()
                .anyMatch(taint -> Fleet.observed(taint) && taint.effect().equals(effect))) {
            return taints;
        }
        return Stream.concat(taints.stream(), Stream.of(new Taint(Taint.NOT_READY, "", effect, since)))
                .toList();
    }

    /** Lost, but not yet for long enough that workloads leave it. */
    boolean falling() {
        return lost && !terminating() && taints.stream().noneMatch(Fleet::observed);
    }

    Optional<Condition> condition(String type) {
        return Condition.find(conditions, type);
    }

    /** The cluster with this condition in its status. */
    ObjectNode with(Condition condition) {
        ObjectNode tree = object.tree();
        List<Condition> before = ClusterStatus.of(tree).conditions();
        ArrayNode written = tree.withObject("/status").putArray("conditions");
        Condition.with(before, condition).forEach(each -> written.add(RecordJson.write(each)));
        return tree;
    }

    String name() {
        return object.key().name();
    }

    boolean terminating() {
        return object.head().terminating();
    }

    /** Evictions are held back for it, as far as has been written down. */
    boolean held() {
        return condition(EVICTION_HELD).map(Condition::isTrue).orElse(false);
    }

    /**
     * From when on its loss is believed: a moment after evictions were held back for it, in which those that are only
     * late come back.
     */
    Instant believedFrom() {
        return condition(EVICTION_HELD)
                .filter(condition -> !condition.isTrue())
                .map(Condition::lastTransitionTime)
                .map(since -> since.plus(AFTER_HOLD))
                .orElse(Instant.EPOCH);
    }
}
