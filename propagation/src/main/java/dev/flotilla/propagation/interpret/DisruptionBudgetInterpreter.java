package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DisruptionBudgetInterpreter implements Interpreter {
    private static final List<String> SUMMED =
            List.of("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods");

    @Override
    public Health health(JsonNode live) {
        JsonNode status = live.path("status");
        return Trees.number(status, "currentHealthy") >= Trees.number(status, "desiredHealthy")
                ? Health.HEALTHY
                : Health.UNHEALTHY;
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        ObjectNode status = Trees.sums(items, SUMMED);
        ObjectNode disrupted = Trees.empty();
        for (ClusterStatusItem item : items) {
            item.status()
                    .path("disruptedPods")
                    .properties()
                    .forEach(pod -> disrupted.set(
                            item.cluster() + "/" + pod.getKey(), pod.getValue().deepCopy()));
        }
        if (!disrupted.isEmpty()) {
            status.set("disruptedPods", disrupted);
        }
        return Optional.of(status);
    }
}
