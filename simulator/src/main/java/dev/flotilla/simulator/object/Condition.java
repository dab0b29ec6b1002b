package dev.flotilla.simulator.object;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of {@code status.conditions}.
 *
 * @param reason empty for none
 * @param message empty for none
 */
public record Condition(String type, boolean holds, String reason, String message) {
    public static Condition yes(String type) {
        return new Condition(type, true, "", "");
    }

    public static Condition yes(String type, String reason, String message) {
        return new Condition(type, true, reason, message);
    }

    public static Condition no(String type, String reason, String message) {
        return new Condition(type, false, reason, message);
    }

    public static Optional<ObjectNode> find(JsonNode status, String type) {
        for (JsonNode each : status.path("conditions")) {
            if (each instanceof ObjectNode condition
                    && type.equals(each.path("type").asString(""))) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    public static boolean holds(JsonNode status, String type) {
        return find(status, type)
                .filter(found -> "True".equals(found.path("status").asString("")))
                .isPresent();
    }

    /** Sets it in the status, which the caller owns; its transition time moves only when what it says turns over. */
    public ObjectNode set(ObjectNode status, Instant now) {
        String said = holds ? "True" : "False";
        ObjectNode entry = find(status, type).orElseGet(() -> {
            ArrayNode all = status.withArrayProperty("conditions");
            return all.addObject().put("type", type);
        });
        if (!said.equals(entry.path("status").asString(""))) {
            entry.put("status", said);
            entry.put("lastTransitionTime", timestamp(now));
        }
        text(entry, "reason", reason);
        text(entry, "message", message);
        return entry;
    }

    /** Whole seconds in UTC, as objects hold them. */
    public static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void text(ObjectNode entry, String field, String value) {
        if (value.isEmpty()) {
            entry.remove(field);
        } else {
            entry.put(field, value);
        }
    }
}
