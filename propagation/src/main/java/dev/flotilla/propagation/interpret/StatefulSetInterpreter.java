package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class StatefulSetInterpreter implements Interpreter {
    private static final List<String> SUMMED =
            List.of("replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");
    private static final List<String> KEPT = List.of(
            "observedGeneration",
            "replicas",
            "readyReplicas",
            "currentReplicas",
            "updatedReplicas",
            "availableReplicas",
            "currentRevision",
            "updateRevision");

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
        long updated = Trees.number(status, "updatedReplicas");
        boolean well = seen && updated >= wanted && Trees.number(status, "availableReplicas") >= updated;
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
        for (String revision : List.of("currentRevision", "updateRevision")) {
            List<String> distinct = items.stream()
                    .map(item -> item.status().path(revision).asString(""))
                    .distinct()
                    .toList();
            if (distinct.size() == 1 && !distinct.getFirst().isEmpty()) {
                status.put(revision, distinct.getFirst());
            }
        }
        return Optional.of(status);
    }
}
