package dev.flotilla.propagation;

import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads from what a member reports of a workload how many pods it has there, and keeps since when it has so many. */
final class ReplicasSeen {
    private ReplicasSeen() {}

    /** @param status as reflected; empty if it does not tell of pods */
    static Optional<Integer> in(JsonNode status) {
        if (status.has("replicas")) {
            return Optional.of(status.path("replicas").asInt(0));
        }
        if (status.has("active") || status.has("succeeded") || status.has("failed")) {
            return Optional.of(status.path("active").asInt(0)
                    + status.path("succeeded").asInt(0)
                    + status.path("failed").asInt(0));
        }
        return status.has("phase") ? Optional.of(1) : Optional.empty();
    }

    /**
     * The newer item, with the time of the older one where there are no more pods than there were. Where the newer one
     * does not tell of pods, as while the member cannot be reached, those of the older one count on.
     */
    static AggregatedStatusItem counted(AggregatedStatusItem before, AggregatedStatusItem after) {
        @Nullable Integer were = before.replicas();
        if (were == null) {
            return after;
        }
        @Nullable Integer are = after.replicas();
        if (are == null) {
            return after.status() == null ? with(after, were, before.replicasSince()) : after;
        }
        return are <= were ? with(after, are, before.replicasSince()) : after;
    }

    private static AggregatedStatusItem with(AggregatedStatusItem item, Integer replicas, @Nullable Instant since) {
        return new AggregatedStatusItem(
                item.clusterName(),
                item.status(),
                item.applied(),
                item.appliedMessage(),
                item.health(),
                item.seenAt(),
                replicas,
                since);
    }
}
