package dev.flotilla.apiserver.controller;

import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps conditions in a status: their time of transition changes only with their status. */
final class Conditions {
    private Conditions() {}

    /** A condition to be. */
    record Condition(String type, boolean holds, String reason, String message) {
        String status() {
            return holds ? "True" : "False";
        }
    }

    /** Puts the condition in the place of the one of its type, in {@code status}. */
    static void set(ObjectNode status, Condition condition, Instant now) {
        ArrayNode conditions = status.withArrayProperty("conditions");
        ArrayNode others = ObjectJson.mapper().createArrayNode();
        String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode each : conditions) {
            if (!each.path("type").asString("").equals(condition.type())) {
                others.add(each);
            } else if (each.path("status").asString("").equals(condition.status())) {
                since = each.path("lastTransitionTime").asString(since);
            }
        }
        others.addObject()
                .put("type", condition.type())
                .put("status", condition.status())
                .put("lastTransitionTime", since)
                .put("reason", condition.reason())
                .put("message", condition.message());
        status.set("conditions", others);
    }
}
