package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DeploymentInterpreter implements Interpreter {
    private static final List<String> SUMMED =
            List.of("replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas");
    private static final List<String> KEPT = List.of(
            "observedGeneration",
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "unavailableReplicas");

    @Override
    public OptionalInt replicas(JsonNode template) {
        return OptionalInt.of(template.path("spec").path("replicas").asInt(1));
    }

    @Override
    public void reviseReplicas(ObjectNode copy, int replicas) {
        copy.withObjectProperty("spec").put("replicas", replicas);
    }

    @Override
    public void prune(ObjectNode copy) {
        Trees.drop(copy, "metadata", "annotations", "deployment.kubernetes.io/revision");
        Trees.drop(copy, "metadata", "annotations", "deployment.kubernetes.io/revision-history");
        Trees.drop(copy, "metadata", "annotations", "deployment.kubernetes.io/desired-replicas");
        Trees.drop(copy, "metadata", "annotations", "deployment.kubernetes.io/max-replicas");
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
        ObjectNode kept = Trees.picked(live, KEPT);
        live.path("status")
                .path("conditions")
                .valueStream()
                .filter(DeploymentProgress::exceeded)
                .findFirst()
                .ifPresent(late -> kept.putArray("conditions").add(late.deepCopy()));
        return kept;
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        ObjectNode status = Trees.empty();
        Trees.observedGeneration(status, template, items);
        status.setAll(Trees.sums(items, SUMMED));
        boolean available = !items.isEmpty() && items.stream().allMatch(item -> item.health() == Health.HEALTHY);
        long well =
                items.stream().filter(item -> item.health() == Health.HEALTHY).count();
        status.putArray("conditions")
                .add(Trees.condition(
                        template.path("status").path("conditions"),
                        "Available",
                        available,
                        available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                        well + " of " + items.size() + " clusters have their replicas available.",
                        now))
                .add(DeploymentProgress.condition(template, status, items, now));
        return Optional.of(status);
    }
}
