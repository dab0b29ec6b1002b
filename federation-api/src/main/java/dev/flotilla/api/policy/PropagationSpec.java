package dev.flotilla.api.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The spec of a PropagationPolicy or ClusterPropagationPolicy.
 *
 * @param dependentOverrides override policies that must exist before this one is applied
 * @param activationPreference {@code Lazy}, or empty
 * @param rebalance Flotilla's own: when placed workloads are dealt anew by themselves; null for never
 */
public record PropagationSpec(
        @Rule(required = true, minItems = 1) List<ResourceSelector> resourceSelectors,
        @Nullable Boolean association,
        @Nullable Boolean propagateDeps,
        @Nullable Placement placement,
        @Rule(defaultValue = "0") int priority,

        @Rule(
                oneOf = {"Always", "Never"},
                defaultValue = "\"Never\"")
        String preemption,

        List<String> dependentOverrides,
        @Rule(defaultValue = "\"default-scheduler\"") String schedulerName,
        @Nullable Failover failover,
        @Rule(defaultValue = "\"Abort\"") @Nullable ConflictResolution conflictResolution,
        @Rule(oneOf = {"Lazy"}) String activationPreference,
        @Nullable Suspension suspension,
        @Nullable Boolean preserveResourcesOnDeletion,
        @Nullable SchedulePriority schedulePriority,
        @Nullable Rebalance rebalance) {

    /** Where the priority of a workload comes from. */
    public record SchedulePriority(
            @Rule(
                    required = true,
                    oneOf = {"KubePriorityClass"})
            String priorityClassSource,

            @Rule(required = true) String priorityClassName) {}

    public PropagationSpec {
        resourceSelectors = List.copyOf(resourceSelectors);
        dependentOverrides = List.copyOf(dependentOverrides);
    }

    /** The spec of a whole policy object. */
    public static PropagationSpec of(JsonNode policy) {
        return RecordJson.read(policy.path("spec"), PropagationSpec.class);
    }

    public boolean mayPreempt() {
        return preemption.equals("Always");
    }

    public boolean lazy() {
        return activationPreference.equals("Lazy");
    }
}
