package dev.flotilla.api.apps;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of each workload.
 *
 * @param observedGeneration of the spec that the rest is about
 * @param finishTime when the last workload was asked for; null until then
 */
public record WorkloadRebalancerStatus(
        List<ObservedWorkload> observedWorkloads,
        @Nullable Long observedGeneration,
        @Nullable Instant finishTime) {

    public static final String SUCCESSFUL = "Successful";
    public static final String FAILED = "Failed";
    public static final String BINDING_NOT_FOUND = "ReferencedBindingNotFound";

    /** @param reason empty unless it failed */
    public record ObservedWorkload(
            @Rule(required = true) @Nullable WorkloadReference workload, String result, String reason) {}

    public WorkloadRebalancerStatus {
        observedWorkloads = List.copyOf(observedWorkloads);
    }

    public static WorkloadRebalancerStatus of(JsonNode rebalancer) {
        return RecordJson.read(rebalancer.path("status"), WorkloadRebalancerStatus.class);
    }
}
