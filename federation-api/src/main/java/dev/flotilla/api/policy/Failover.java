package dev.flotilla.api.policy;

import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a workload moves when it, or its cluster, fails. */
public record Failover(
        @Nullable Application application, @Nullable Cluster cluster) {
    public record Application(
            @Rule(required = true) @Nullable DecisionConditions decisionConditions,
            @Rule(defaultValue = "\"Gracefully\"") @Nullable PurgeMode purgeMode,
            @Nullable Integer gracePeriodSeconds,
            @Nullable StatePreservation statePreservation) {}

    public record Cluster(
            @Rule(
                    oneOf = {"Directly", "Gracefully"},
                    defaultValue = "\"Gracefully\"")
            @Nullable
            PurgeMode purgeMode,

            @Nullable StatePreservation statePreservation) {}

    public record DecisionConditions(
            @Rule(defaultValue = "300") @Nullable Integer tolerationSeconds) {}

    public record StatePreservation(@Rule(required = true) List<StatePreservationRule> rules) {
        public StatePreservation {
            rules = List.copyOf(rules);
        }
    }

    /** @param jsonPath evaluated against the status of the failed cluster's copy */
    public record StatePreservationRule(
            @Rule(required = true) String aliasLabelName,
            @Rule(required = true) String jsonPath) {}
}
