package dev.flotilla.propagation;

import dev.flotilla.api.work.Availability;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Removal;
import dev.flotilla.api.work.TargetCluster;
import java.util.Optional;

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
            Optional<String> missing = Availability.missing(status, target);
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
                    case PURGED_DIRECTLY, PREEMPTED, TEMPLATE_DELETED, POLICY_GONE -> true;
                    case MOVED, EVICTED, SCALED_DOWN, CLUSTER_LEFT -> false;
                };
    }
}
