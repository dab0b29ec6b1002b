package dev.flotilla.placement.defaults;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Somebody outside who has a say in where workloads go.
 *
 * @param kinds of workloads that it is asked about, each as {@code apps/v1/Deployment}; empty for all that have
 *     replicas
 * @param weight what its scores are multiplied with
 * @param ignorable whether workloads are scheduled without it when it cannot be asked
 * @param refreshSeconds how long an answer holds
 */
public record ExtenderRule(String name, List<String> kinds, int weight, boolean ignorable, int refreshSeconds) {
    public ExtenderRule {
        kinds = List.copyOf(kinds);
    }

    /** Whether it is asked about the workload of a binding. */
    public boolean concerns(JsonNode binding) {
        JsonNode resource = binding.at("/spec/resource");
        return kinds.isEmpty()
                ? binding.at("/spec").has("replicas")
                : kinds.contains(resource.path("apiVersion").asString("") + "/"
                        + resource.path("kind").asString(""));
    }
}
