package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DaemonSetInterpreter implements Interpreter {
    private static final List<String> SUMMED = List.of(
            "currentNumberScheduled",
            "desiredNumberScheduled",
            "numberAvailable",
            "numberMisscheduled",
            "numberReady",
            "updatedNumberScheduled",
            "numberUnavailable");
    private static final List<String> KEPT = List.of(
            "observedGeneration",
            "currentNumberScheduled",
            "desiredNumberScheduled",
            "numberAvailable",
            "numberMisscheduled",
            "numberReady",
            "updatedNumberScheduled",
            "numberUnavailable");

    @Override
    public Health health(JsonNode live) {
        JsonNode status = live.path("status");
        boolean seen = Trees.number(status, "observedGeneration") == Trees.number(live.path("metadata"), "generation");
        long wanted = Trees.number(status, "desiredNumberScheduled");
        long updated = Trees.number(status, "updatedNumberScheduled");
        boolean well = seen && updated >= wanted && Trees.number(status, "numberAvailable") >= updated;
        return well ? Health.HEALTHY : Health.UNHEALTHY;
    }

    @Override
    public JsonNode reflect(JsonNode live) {
        return Trees.picked(live, KEPT);
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        ObjectNode status = Trees.empty();
        Trees.observedGeneration(status, template, items);
        status.setAll(Trees.sums(items, SUMMED));
        return Optional.of(status);
    }
}
