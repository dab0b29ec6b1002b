package dev.flotilla.propagation.interpret;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and adding up parts of statuses. */
final class Trees {
    private Trees() {}

    static long number(JsonNode object, String field) {
        return object.path(field).asLong(0);
    }

    static ObjectNode empty() {
        return ObjectJson.mapper().createObjectNode();
    }

    /** The fields named, as far as they are there, with the two generations that aggregation compares. */
    static ObjectNode picked(JsonNode live, List<String> fields) {
        ObjectNode status = empty();
        JsonNode from = live.path("status");
        for (String field : fields) {
            if (from.hasNonNull(field)) {
                status.set(field, from.get(field).deepCopy());
            }
        }
        status.put("generation", number(live.path("metadata"), "generation"));
        JsonNode annotations = live.path("metadata").path("annotations");
        String template = annotations.path(Marks.TEMPLATE_GENERATION).asString("");
        if (!template.isEmpty() && template.chars().allMatch(Character::isDigit)) {
            status.put("resourceTemplateGeneration", Long.parseLong(template));
        }
        return status;
    }

    /** Sums of the fields over all members; a sum of nothing but absent values is 0. */
    static ObjectNode sums(List<ClusterStatusItem> items, List<String> fields) {
        ObjectNode sums = empty();
        for (String field : fields) {
            sums.put(
                    field,
                    items.stream()
                            .mapToLong(item -> number(item.status(), field))
                            .sum());
        }
        return sums;
    }

    /** Every member has the template's present generation, and its controllers have seen it. */
    static boolean upToDate(JsonNode template, List<ClusterStatusItem> items) {
        long generation = number(template.path("metadata"), "generation");
        return items.stream()
                .map(ClusterStatusItem::status)
                .allMatch(status -> number(status, "resourceTemplateGeneration") == generation
                        && number(status, "observedGeneration") == number(status, "generation"));
    }

    /** Moves on to the template's generation only when every member has. */
    static void observedGeneration(ObjectNode into, JsonNode template, List<ClusterStatusItem> items) {
        long generation = number(template.path("metadata"), "generation");
        long before = number(template.path("status"), "observedGeneration");
        into.put("observedGeneration", upToDate(template, items) ? generation : Math.min(before, generation));
    }

    /** A condition of Kubernetes' own kinds; its time moves only when its status does. */
    static ObjectNode condition(
            JsonNode before, String type, boolean holds, String reason, String message, Instant now) {
        return condition(before, type, holds ? "True" : "False", reason, message, now);
    }

    /** @param status True, False or Unknown */
    static ObjectNode condition(
            JsonNode before, String type, String status, String reason, String message, Instant now) {
        String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode condition : before) {
            if (condition.path("type").asString("").equals(type)
                    && condition.path("status").asString("").equals(status)) {
                at = condition.path("lastTransitionTime").asString(at);
            }
        }
        return empty().put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message)
                .put("lastTransitionTime", at);
    }

    static boolean conditionTrue(JsonNode status, String type) {
        return status.path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString("").equals(type)
                        && condition.path("status").asString("").equals("True"));
    }

    /** Removes the value at the end of a path of field names, if it is there. */
    static void drop(ObjectNode object, String... path) {
        JsonNode at = object;
        for (int index = 0; index < path.length - 1; index++) {
            at = at.path(path[index]);
        }
        if (at instanceof ObjectNode parent) {
            parent.remove(path[path.length - 1]);
        }
    }
}
