package dev.flotilla.dr.run;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster as a run sees it.
 *
 * @param lossMark the run that has it treated as lost; empty for none
 * @param returnMark the run that will bring workloads back to it; empty for none
 * @param ready its Ready condition, if it has been judged
 * @param shunned a taint that follows from its health keeps workloads off it
 * @param evicted a taint that follows from its health makes workloads leave it
 */
record SiteCluster(
        StoredObject object,
        Cluster cluster,
        String lossMark,
        String returnMark,
        Optional<Condition> ready,
        boolean shunned,
        boolean evicted) {

    static SiteCluster of(StoredObject object) {
        ObjectNode tree = object.tree();
        Cluster cluster = Cluster.of(object);
        JsonNode annotations = tree.path("metadata").path("annotations");
        return new SiteCluster(
                object,
                cluster,
                annotations.path(Marks.SIMULATED_LOSS).asString(""),
                annotations.path(Marks.RETURNING).asString(""),
                cluster.status().condition(ClusterStatus.READY),
                cluster.spec().taints().stream().anyMatch(SiteCluster::observed),
                cluster.spec().taints().stream()
                        .anyMatch(taint -> observed(taint) && taint.effect().equals(Taint.NO_EXECUTE)));
    }

    private static boolean observed(Taint taint) {
        return taint.key().equals(Taint.NOT_READY) || taint.key().equals(Taint.UNREACHABLE);
    }

    String name() {
        return object.key().name();
    }

    boolean isReady() {
        return ready.map(Condition::isTrue).orElse(false);
    }

    /** It was judged, and found not to be ready. */
    boolean isLost() {
        return ready.map(condition -> !condition.isTrue()).orElse(false) && !cluster.terminating();
    }

    /** Ready, and open to workloads as far as its health goes. */
    boolean isWell() {
        return isReady() && !shunned && lossMark.isEmpty();
    }

    /** Since when its Ready condition says what it says. */
    Instant since() {
        return ready.map(Condition::lastTransitionTime).orElse(Instant.EPOCH);
    }

    String condition() {
        return ready.map(condition -> condition.reason() + ": " + condition.message())
                .orElse("it has not been probed yet");
    }

    /** The Cluster with an annotation set, or taken off if the value is empty. */
    static void mark(ObjectNode cluster, String annotation, String value) {
        ObjectNode metadata = cluster.withObject("/metadata");
        ObjectNode annotations = metadata.withObjectProperty("annotations");
        if (value.isEmpty()) {
            annotations.remove(annotation);
        } else {
            annotations.put(annotation, value);
        }
        if (annotations.isEmpty()) {
            metadata.remove("annotations");
        }
    }
}
