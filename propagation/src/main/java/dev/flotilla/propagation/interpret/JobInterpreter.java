package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class JobInterpreter implements Interpreter {
    private static final List<String> SUMMED = List.of("active", "succeeded", "failed");
    private static final List<String> KEPT =
            List.of("active", "succeeded", "failed", "conditions", "startTime", "completionTime");
    private static final List<String> GENERATED_LABELS =
            List.of("controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name");

    @Override
    public OptionalInt replicas(JsonNode template) {
        int parallelism = template.path("spec").path("parallelism").asInt(1);
        JsonNode completions = template.path("spec").path("completions");
        return OptionalInt.of(completions.isNumber() ? Math.min(parallelism, completions.asInt()) : parallelism);
    }

    @Override
    public void reviseReplicas(ObjectNode copy, int replicas) {
        copy.withObjectProperty("spec").put("parallelism", replicas);
    }

    /** Selector and labels that the hub's API made up would tie the copy to the hub's uid. */
    @Override
    public void prune(ObjectNode copy) {
        Trees.drop(copy, "spec", "ttlSecondsAfterFinished");
        if (!copy.path("spec").path("manualSelector").asBoolean(false)) {
            Trees.drop(copy, "spec", "selector");
            GENERATED_LABELS.forEach(label -> Trees.drop(copy, "spec", "template", "metadata", "labels", label));
            GENERATED_LABELS.forEach(label -> Trees.drop(copy, "metadata", "labels", label));
        }
    }

    @Override
    public Health health(JsonNode live) {
        return Trees.conditionTrue(live.path("status"), "Failed") ? Health.UNHEALTHY : Health.HEALTHY;
    }

    @Override
    public JsonNode reflect(JsonNode live) {
        return Trees.picked(live, KEPT);
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        JsonNode before = template.path("status");
        if (finished(before)) {
            return Optional.empty();
        }
        ObjectNode status = Trees.sums(items, SUMMED);
        times(items, "startTime").min(Comparator.naturalOrder()).ifPresent(start -> status.put("startTime", start));
        ArrayNode conditions = Trees.empty().putArray("conditions");
        String failed = items.stream()
                .filter(item -> Trees.conditionTrue(item.status(), "Failed"))
                .map(ClusterStatusItem::cluster)
                .collect(Collectors.joining(","));
        boolean complete =
                !items.isEmpty() && items.stream().allMatch(item -> Trees.conditionTrue(item.status(), "Complete"));
        if (!failed.isEmpty()) {
            conditions.add(Trees.condition(
                    before.path("conditions"),
                    "Failed",
                    true,
                    "JobFailed",
                    "Job executed failed in member clusters: " + failed,
                    now));
        } else if (complete) {
            conditions.add(
                    Trees.condition(before.path("conditions"), "Complete", true, "Completed", "Job completed", now));
            times(items, "completionTime")
                    .max(Comparator.naturalOrder())
                    .ifPresent(end -> status.put("completionTime", end));
        }
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
        return Optional.of(status);
    }

    private static boolean finished(JsonNode status) {
        return Trees.conditionTrue(status, "Complete") || Trees.conditionTrue(status, "Failed");
    }

    private static Stream<String> times(List<ClusterStatusItem> items, String field) {
        return items.stream()
                .map(item -> item.status().path(field).asString(""))
                .filter(time -> !time.isEmpty());
    }
}
