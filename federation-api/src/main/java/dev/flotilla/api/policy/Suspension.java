package dev.flotilla.api.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a workload's propagation is held.
 *
 * @param scheduling parks the binding before the scheduler; only bindings have it
 */
public record Suspension(
        @Nullable Boolean dispatching,
        @Nullable SuspendClusters dispatchingOnClusters,
        @Nullable Boolean scheduling) {
    public record SuspendClusters(List<String> clusterNames) {
        public SuspendClusters {
            clusterNames = List.copyOf(clusterNames);
        }
    }

    public boolean holdsDispatching(String cluster) {
        boolean held = dispatchingOnClusters != null
                && dispatchingOnClusters.clusterNames().contains(cluster);
        return held || Boolean.TRUE.equals(dispatching);
    }

    public boolean holdsScheduling() {
        return Boolean.TRUE.equals(scheduling);
    }
}
