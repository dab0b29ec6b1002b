package dev.flotilla.api.work;

import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.policy.PurgeMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster that a workload is being moved away from, kept running there until the replacement is ready. */
public record EvictionTask(
        @Rule(required = true) String fromCluster,
        @Nullable PurgeMode purgeMode,
        @Nullable Integer replicas,

        @Rule(required = true, minLength = 1, maxLength = 32, pattern = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @Rule(maxLength = 1024) String message,
        @Rule(required = true) String producer,
        @Nullable Integer gracePeriodSeconds,
        @Nullable Boolean suppressDeletion,
        Map<String, String> preservedLabelState,
        @Nullable Instant creationTimestamp,
        List<String> clustersBeforeFailover) {
    public EvictionTask {
        preservedLabelState = Map.copyOf(preservedLabelState);
        clustersBeforeFailover = List.copyOf(clustersBeforeFailover);
    }
}
