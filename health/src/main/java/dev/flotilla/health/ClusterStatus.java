package dev.flotilla.health;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.health.ProbeSample.Verdict;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a Cluster's status should say, given what was last believed and read of the member. */
public final class ClusterStatus {
    private ClusterStatus() {}

    /** Whether the status does not say yet, by and large, what a summary says. */
    public static boolean news(StoredObject base, ObjectNode summary) {
        return ClusterSummary.worthWriting(base.tree().path("status"), summary);
    }

    /**
     * @param summary to be written; empty for none
     * @return the one write to make; empty if the status says it all
     */
    public static Optional<Effect> decide(
            StoredObject base, ReadyDetector detector, Optional<ObjectNode> summary, Instant now) {
        ObjectNode cluster = base.tree();
        boolean changed = detector.opinion()
                .map(verdict -> ready(cluster, verdict, detector.last(), now))
                .orElse(false);
        if (summary.isPresent()) {
            cluster.withObject("/status").setAll(summary.get());
            changed = true;
            enablements(cluster, now);
        }
        return changed ? Optional.of(new Effect.UpdateStatus(base, cluster)) : Optional.empty();
    }

    private static boolean ready(ObjectNode cluster, Verdict verdict, String detail, Instant now) {
        String message = switch (verdict) {
            case READY -> "cluster is healthy and ready to accept workloads";
            case NOT_READY -> "cluster answers but is not ready: " + detail;
            case UNREACHABLE -> "cluster is not reachable: " + detail;
        };
        String status = verdict == Verdict.READY ? "True" : "False";
        return ClusterConditions.set(cluster, ClusterConditions.READY, status, verdict.label(), message, now);
    }

    private static boolean enablements(ObjectNode cluster, Instant now) {
        boolean some = !cluster.path("status").path("apiEnablements").isEmpty();
        return ClusterConditions.set(
                cluster,
                ClusterConditions.COMPLETE_API_ENABLEMENTS,
                some ? "True" : "False",
                some ? "Complete" : "Empty",
                some ? "collected complete API enablements" : "the cluster serves no API",
                now);
    }
}
