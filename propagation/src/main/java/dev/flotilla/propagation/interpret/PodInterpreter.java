package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PodInterpreter implements Interpreter {
    private static final List<String> WORST_FIRST = List.of("Failed", "Pending", "Running", "Succeeded");

    @Override
    public OptionalInt replicas(JsonNode template) {
        return OptionalInt.of(1);
    }

    @Override
    public void prune(ObjectNode copy) {
        Trees.drop(copy, "spec", "nodeName");
    }

    @Override
    public Health health(JsonNode live) {
        JsonNode status = live.path("status");
        boolean well = switch (status.path("phase").asString("")) {
            case "Succeeded" -> true;
            case "Running" -> Trees.conditionTrue(status, "Ready");
            default -> false;
        };
        return well ? Health.HEALTHY : Health.UNHEALTHY;
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        List<String> phases = items.stream()
                .map(item -> item.status().path("phase").asString("Pending"))
                .toList();
        String phase = WORST_FIRST.stream().filter(phases::contains).findFirst().orElse("Pending");
        return Optional.of(Trees.empty().put("phase", phase));
    }
}
