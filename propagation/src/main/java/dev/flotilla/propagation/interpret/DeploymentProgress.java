package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How far a Deployment's rollout has come over all its clusters, in the words that clients wait for. */
final class DeploymentProgress {
    private static final String TYPE = "Progressing";
    private static final String EXCEEDED = "ProgressDeadlineExceeded";

    private DeploymentProgress() {}

    /** Whether a member's condition says that its rollout stands still. */
    static boolean exceeded(JsonNode condition) {
        return condition.path("type").asString("").equals(TYPE)
                && condition.path("reason").asString("").equals(EXCEEDED);
    }

    /**
     * @param template with the conditions that it had
     * @param status that is being made, with its sums
     */
    static ObjectNode condition(JsonNode template, ObjectNode status, List<ClusterStatusItem> items, Instant now) {
        JsonNode before = template.path("status").path("conditions");
        List<String> late = items.stream()
                .filter(item -> item.status().path("conditions").valueStream().anyMatch(DeploymentProgress::exceeded))
                .map(ClusterStatusItem::cluster)
                .toList();
        ObjectNode condition;
        if (template.path("spec").path("paused").asBoolean(false)) {
            condition = Trees.condition(before, TYPE, "Unknown", "DeploymentPaused", "Deployment is paused", now);
        } else if (!late.isEmpty()) {
            String message = "The rollout has timed out progressing in: " + String.join(", ", late) + ".";
            condition = Trees.condition(before, TYPE, "False", EXCEEDED, message, now);
        } else if (complete(template, status, items)) {
            String message = "The newest revision is available in all " + items.size() + " clusters.";
            condition = Trees.condition(before, TYPE, "True", "NewReplicaSetAvailable", message, now);
        } else {
            condition = Trees.condition(
                    before, TYPE, "True", "ReplicaSetUpdated", "The newest revision is progressing.", now);
        }
        return condition.put("lastUpdateTime", lastUpdate(before, condition, now));
    }

    private static boolean complete(JsonNode template, ObjectNode status, List<ClusterStatusItem> items) {
        return !items.isEmpty()
                && Trees.upToDate(template, items)
                && items.stream().allMatch(item -> item.health() == Health.HEALTHY)
                && Trees.number(status, "replicas") == Trees.number(status, "updatedReplicas");
    }

    /** Moves only when something else is said. */
    private static String lastUpdate(JsonNode before, ObjectNode condition, Instant now) {
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return before.valueStream()
                .filter(old -> List.of("type", "status", "reason").stream()
                        .allMatch(field -> old.path(field).equals(condition.path(field))))
                .map(old -> old.path("lastUpdateTime").asString(at))
                .findFirst()
                .orElse(at);
    }
}
