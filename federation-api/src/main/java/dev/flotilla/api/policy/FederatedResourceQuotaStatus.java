package dev.flotilla.api.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is allowed and what is used, as quantities by resource. */
public record FederatedResourceQuotaStatus(
        @Rule(quantity = true) Map<String, String> overall,
        @Rule(quantity = true) Map<String, String> overallUsed,
        List<ClusterQuotaStatus> aggregatedStatus) {

    /** Of one cluster that enforces a share for itself. */
    public record ClusterQuotaStatus(
            @Rule(required = true) String clusterName,
            @Rule(quantity = true) Map<String, String> hard,
            @Rule(quantity = true) Map<String, String> used) {
        public ClusterQuotaStatus {
            hard = Map.copyOf(hard);
            used = Map.copyOf(used);
        }
    }

    public FederatedResourceQuotaStatus {
        overall = Map.copyOf(overall);
        overallUsed = Map.copyOf(overallUsed);
        aggregatedStatus = List.copyOf(aggregatedStatus);
    }

    public static FederatedResourceQuotaStatus of(JsonNode quota) {
        return RecordJson.read(quota.path("status"), FederatedResourceQuotaStatus.class);
    }
}
