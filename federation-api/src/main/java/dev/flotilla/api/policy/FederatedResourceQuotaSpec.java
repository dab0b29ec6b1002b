package dev.flotilla.api.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How much the workloads of a namespace may request in all clusters together. Amounts are quantities by resource.
 *
 * @param staticAssignments what single clusters enforce for themselves
 */
public record FederatedResourceQuotaSpec(
        @Rule(required = true, quantity = true) Map<String, String> overall, List<StaticAssignment> staticAssignments) {

    public record StaticAssignment(
            @Rule(required = true) String clusterName,
            @Rule(required = true, quantity = true) Map<String, String> hard) {
        public StaticAssignment {
            hard = Map.copyOf(hard);
        }
    }

    public FederatedResourceQuotaSpec {
        overall = Map.copyOf(overall);
        staticAssignments = List.copyOf(staticAssignments);
    }

    public static FederatedResourceQuotaSpec of(JsonNode quota) {
        return RecordJson.read(quota.path("spec"), FederatedResourceQuotaSpec.class);
    }
}
