package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ReplicaSetInterpreter implements Interpreter {
    private static final List<String> SUMMED =
            List.of("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
    private static final List<String> KEPT =
            List.of("observedGeneration", "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas");

    @Override
    public OptionalInt replicas(JsonNode template) {
        return OptionalInt.of(template.path("spec").path("replicas").asInt(1));
    }

    @Override
    public void reviseReplicas(ObjectNode copy, int replicas) {
        copy.withObjectProperty("spec").put("replicas", replicas);
    }

    @Override
    public Health health(JsonNode live) {
        JsonNode status = live.path("status");
        boolean seen = Trees.number(status, "observedGeneration") == Trees.number(live.path("metadata"), "generation");
        long wanted = live.path("spec").path("replicas").asLong(1);
        return seen && Trees.number(status, "availableReplicas") >= wanted ? Health.HEALTHY : Health.UNHEALTHY;
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
