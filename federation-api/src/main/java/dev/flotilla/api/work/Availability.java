package dev.flotilla.api.work;

import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.BindingStatus.Health;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a workload is there and well, as far as its members were last seen. Pure. */
public final class Availability {
    private Availability() {}

    /**
     * What is missing for a workload to be available in all of its clusters that count; empty if nothing is. One that
     * is in no cluster that counts is not available.
     */
    public static Optional<String> missing(BindingSpec spec, BindingStatus status, Predicate<String> counts) {
        boolean somewhere = false;
        for (TargetCluster target : spec.clusters()) {
            if (counts.test(target.name())) {
                somewhere = true;
                Optional<String> missing = missing(status, target);
                if (missing.isPresent()) {
                    return Optional.of(target.name() + ": " + missing.get());
                }
            }
        }
        return somewhere ? Optional.empty() : Optional.of("in no cluster that can be reached");
    }

    /** What is missing for a copy to be ready; empty if nothing is. */
    public static Optional<String> missing(BindingStatus status, TargetCluster target) {
        Optional<AggregatedStatusItem> item = status.of(target.name());
        if (item.isEmpty() || !Boolean.TRUE.equals(item.get().applied())) {
            return Optional.of("not applied there yet");
        }
        if (item.get().health() != Health.HEALTHY) {
            return Optional.of("not healthy there yet");
        }
        return tooFew(item.get().status(), target.replicas());
    }

    /** What is reported may be older than the growth that a move asks for: then it is healthy, and too small. */
    private static Optional<String> tooFew(@Nullable JsonNode status, int wanted) {
        if (status == null || wanted == 0 || !status.has("replicas")) {
            return Optional.empty();
        }
        long there = status.path("readyReplicas").asLong(0);
        return there >= wanted ? Optional.empty() : Optional.of(there + " of " + wanted + " replicas ready there");
    }
}
