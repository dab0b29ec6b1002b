package dev.flotilla.api.cluster;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.work.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of a member: its version, what it serves, whether it is well, and what it has left. */
public record ClusterStatus(
        String kubernetesVersion,
        List<ApiEnablement> apiEnablements,
        @Rule(keys = "type") List<Condition> conditions,
        @Nullable NodeSummary nodeSummary,
        @Nullable ResourceSummary resourceSummary,
        List<String> remedyActions) {
    public static final String READY = "Ready";
    public static final String COMPLETE_API_ENABLEMENTS = "CompleteAPIEnablements";

    public record ApiEnablement(@Rule(required = true) String groupVersion, List<ApiResource> resources) {
        public ApiEnablement {
            resources = List.copyOf(resources);
        }
    }

    public record ApiResource(
            @Rule(required = true) String name,
            @Rule(required = true) String kind) {}

    public record NodeSummary(int totalNum, int readyNum) {}

    /** Quantities by resource: what there is, what pending pods ask for, what running pods have. */
    public record ResourceSummary(
            @Rule(quantity = true) Map<String, String> allocatable,
            @Rule(quantity = true) Map<String, String> allocating,
            @Rule(quantity = true) Map<String, String> allocated,
            List<AllocatableModeling> allocatableModelings) {
        public ResourceSummary {
            allocatable = Map.copyOf(allocatable);
            allocating = Map.copyOf(allocating);
            allocated = Map.copyOf(allocated);
            allocatableModelings = List.copyOf(allocatableModelings);
        }
    }

    /** How many nodes are of a grade. */
    public record AllocatableModeling(
            @Rule(required = true) int grade,
            @Rule(required = true) int count) {}

    public ClusterStatus {
        apiEnablements = List.copyOf(apiEnablements);
        conditions = List.copyOf(conditions);
        remedyActions = List.copyOf(remedyActions);
    }

    public static ClusterStatus of(JsonNode cluster) {
        return RecordJson.read(cluster.path("status"), ClusterStatus.class);
    }

    public Optional<Condition> condition(String type) {
        return Condition.find(conditions, type);
    }

    public boolean ready() {
        return condition(READY).map(Condition::isTrue).orElse(false);
    }

    public boolean serves(String apiVersion, String kind) {
        return apiEnablements.stream()
                .filter(enablement -> enablement.groupVersion().equals(apiVersion))
                .flatMap(enablement -> enablement.resources().stream())
                .anyMatch(resource -> resource.kind().equals(kind));
    }
}
