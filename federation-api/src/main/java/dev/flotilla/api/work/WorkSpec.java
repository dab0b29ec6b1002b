package dev.flotilla.api.work;

import dev.flotilla.api.kind.RecordJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The spec of a Work: manifests for one cluster. */
public record WorkSpec(
        @Nullable WorkloadTemplate workload,
        @Nullable Boolean suspendDispatching,
        @Nullable Boolean preserveResourcesOnDeletion) {
    public record WorkloadTemplate(List<JsonNode> manifests) {
        public WorkloadTemplate {
            manifests = List.copyOf(manifests);
        }
    }

    public static WorkSpec of(JsonNode work) {
        return RecordJson.read(work.path("spec"), WorkSpec.class);
    }
}
