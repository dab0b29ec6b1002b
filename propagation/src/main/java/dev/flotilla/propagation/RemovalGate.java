package dev.flotilla.propagation;

import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.BindingStatus.Health;
import dev.flotilla.api.work.Removal;
import dev.flotilla.api.work.TargetCluster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a copy that a logged removal names may be deleted now. A move is new first, verified, then old: as
 * long as the workload is wanted, the copy stays until every cluster it is wanted in holds it, healthy. So the last
 * ready copy is never deleted to make room for a move.
 */
public final class RemovalGate {
    private RemovalGate() {}

    /** Whether, and if not why not. */
    public sealed interface Verdict {
        record Open() implements Verdict {}

        record Closed(String reason) implements Verdict {}
    }

    /** @param templateGone the template was deleted, or replaced by another of its name */
    public static Verdict decide(BindingSpec spec, BindingStatus status, Removal removal, boolean templateGone) {
        if (templateGone || waitsForNothing(removal)) {
            return new Verdict.Open();
        }
        if (spec.clusters().isEmpty()) {
            return new Verdict.Closed("no other cluster has been found for it yet");
        }
        for (TargetCluster target : spec.clusters()) {
            Optional<String> missing = missing(status, target);
            if (missing.isPresent()) {
                return new Verdict.Closed("waiting until it is ready in " + target.name() + ": " + missing.get());
            }
        }
        return new Verdict.Open();
    }

    /** Nothing is to replace the copy. */
    static boolean waitsForNothing(Removal removal) {
        Removal.Why why = removal.why();
        return why != null
                && switch (why) {
                    case PURGED_DIRECTLY, TEMPLATE_DELETED, POLICY_GONE -> true;
                    case MOVED, EVICTED, SCALED_DOWN, CLUSTER_LEFT -> false;
                };
    }

    private static Optional<String> missing(BindingStatus status, TargetCluster target) {
        Optional<AggregatedStatusItem> item = status.of(target.name());
        if (item.isEmpty() || !Boolean.TRUE.equals(item.get().applied())) {
            return Optional.of("not applied there yet");
        }
        if (item.get().health() != Health.HEALTHY) {
            return Optional.of("not healthy there yet");
        }
        return tooFew(item.get().status(), target.replicas());
    }

    /** What is reported may be older than the growth that the move asks for: then it is healthy, and too small. */
    private static Optional<String> tooFew(@Nullable JsonNode status, int wanted) {
        if (status == null || wanted == 0 || !status.has("replicas")) {
            return Optional.empty();
        }
        long there = status.path("readyReplicas").asLong(0);
        return there >= wanted ? Optional.empty() : Optional.of(there + " of " + wanted + " replicas ready there");
    }
}
