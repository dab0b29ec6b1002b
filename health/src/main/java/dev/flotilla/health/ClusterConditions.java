package dev.flotilla.health;

import dev.flotilla.health.ProbeSample.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the conditions in a Cluster's status. */
public final class ClusterConditions {
    public static final String READY = "Ready";
    public static final String COMPLETE_API_ENABLEMENTS = "CompleteAPIEnablements";

    private ClusterConditions() {}

    public static Optional<JsonNode> find(JsonNode cluster, String type) {
        for (JsonNode condition : cluster.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /** The Ready condition as the verdict it was made from; empty if the member has never been judged. */
    public static Optional<Verdict> verdict(JsonNode cluster) {
        return find(cluster, READY).flatMap(ready -> {
            if (ready.path("status").asString("").equals("True")) {
                return Optional.of(Verdict.READY);
            }
            boolean answers = ready.path("reason").asString("").equals(Verdict.NOT_READY.label());
            return Optional.of(answers ? Verdict.NOT_READY : Verdict.UNREACHABLE);
        });
    }

    /** Since when the condition has had its status; empty if it is absent or says nothing of it. */
    public static Optional<Instant> since(JsonNode cluster, String type) {
        return find(cluster, type)
                .map(condition -> condition.path("lastTransitionTime").asString(""))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse);
    }

    /**
     * Sets a condition in place; its transition time moves only when its status does.
     *
     * @return whether anything but the message changed
     */
    public static boolean set(
            ObjectNode cluster, String type, String status, String reason, String message, Instant now) {
        ArrayNode conditions = cluster.withObject("/status").withArray("conditions");
        ObjectNode condition = null;
        for (JsonNode each : conditions) {
            if (each.path("type").asString("").equals(type)) {
                condition = (ObjectNode) each;
            }
        }
        if (condition == null) {
            condition = conditions.addObject().put("type", type);
        }
        boolean moved = !condition.path("status").asString("").equals(status);
        boolean changed = moved || !condition.path("reason").asString("").equals(reason);
        if (moved) {
            condition.put(
                    "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        condition.put("status", status).put("reason", reason).put("message", message);
        return changed;
    }
}
