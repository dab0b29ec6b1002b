package dev.flotilla.api.cluster;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.work.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a member: its version, what it serves, whether it is well, and what it has left.
 *
 * @param nodeClasses its nodes by what they are and have left; empty if nobody has looked at them
 */
public record ClusterStatus(
        String kubernetesVersion,
        List<ApiEnablement> apiEnablements,
        @Rule(keys = "type") List<Condition> conditions,
        @Nullable NodeSummary nodeSummary,
        @Nullable ResourceSummary resourceSummary,
        List<NodeClass> nodeClasses,
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

    /**
     * Quantities by resource: what there is, what pending pods ask for, what running pods have.
     *
     * @param readAt when the member was asked; what was in it by then is counted. Null if nobody noted it
     */
    public record ResourceSummary(
            @Rule(quantity = true) Map<String, String> allocatable,
            @Rule(quantity = true) Map<String, String> allocating,
            @Rule(quantity = true) Map<String, String> allocated,
            List<AllocatableModeling> allocatableModelings,
            @Nullable Instant readAt) {
        public ResourceSummary {
            allocatable = Map.copyOf(allocatable);
            allocating = Map.copyOf(allocating);
            allocated = Map.copyOf(allocated);
            allocatableModelings = List.copyOf(allocatableModelings);
        }
    }

    /**
     * Nodes that take pods and are alike.
     *
     * @param count how many
     * @param allocatable what each has in all, at least
     * @param free what each has left, at least
     * @param labels of each of them; those that would tell too many nodes apart are left out
     * @param taints that keep pods off them
     */
    public record NodeClass(
            @Rule(required = true) int count,
            @Rule(quantity = true) Map<String, String> allocatable,
            @Rule(quantity = true) Map<String, String> free,
            Map<String, String> labels,
            @Rule(atomic = true) List<Taint> taints) {
        public NodeClass {
            allocatable = Map.copyOf(allocatable);
            free = Map.copyOf(free);
            labels = Map.copyOf(labels);
            taints = List.copyOf(taints);
        }
    }

    /** How many nodes are of a grade. */
    public record AllocatableModeling(
            @Rule(required = true) int grade,
            @Rule(required = true) int count) {}

    public ClusterStatus {
        apiEnablements = List.copyOf(apiEnablements);
        conditions = List.copyOf(conditions);
        nodeClasses = List.copyOf(nodeClasses);
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
