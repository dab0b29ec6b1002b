package dev.flotilla.api.apps;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which workloads are to be dealt anew, once.
 *
 * @param ttlSecondsAfterFinished after which the finished object is deleted; null for never
 */
public record WorkloadRebalancerSpec(
        @Rule(required = true, minItems = 1) List<WorkloadReference> workloads,
        @Nullable Integer ttlSecondsAfterFinished) {
    public WorkloadRebalancerSpec {
        workloads = List.copyOf(workloads);
    }

    public static WorkloadRebalancerSpec of(JsonNode rebalancer) {
        return RecordJson.read(rebalancer.path("spec"), WorkloadRebalancerSpec.class);
    }
}
