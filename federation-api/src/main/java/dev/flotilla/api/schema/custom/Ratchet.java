package dev.flotilla.api.schema.custom;

import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides which violations an update may leave in an object, because they lie in what it does not change. */
final class Ratchet {
    private Ratchet() {}

    static boolean letsThrough(FieldError error, JsonNode schema, JsonNode object, JsonNode old) {
        List<String> steps = steps(error.field());
        if (steps.isEmpty() || steps.getFirst().equals("<nil>")) {
            return false;
        }
        boolean missing = error.reason() == FieldError.Reason.REQUIRED;
        JsonNode at = schema;
        JsonNode value = object;
        JsonNode before = old;
        int depth = missing ? steps.size() - 1 : steps.size();
        for (String step : steps.subList(0, depth)) {
            JsonNode counterpart = counterpart(at, value, before, step);
            if (counterpart == null) {
                return false;
            }
            value = child(value, step);
            before = counterpart;
            at = schemaOf(at, step);
            if (value.equals(before)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> steps(String field) {
        List<String> steps = new ArrayList<>();
        for (String part : field.split("\\.")) {
            int bracket = part.indexOf('[');
            if (bracket != 0) {
                steps.add(bracket < 0 ? part : part.substring(0, bracket));
            }
            while (bracket >= 0) {
                int close = part.indexOf(']', bracket);
                steps.add(part.substring(bracket, close < 0 ? part.length() : close + 1));
                bracket = part.indexOf('[', bracket + 1);
            }
        }
        return steps;
    }

    private static boolean isIndex(String step) {
        return step.matches("\\[[0-9]+]");
    }

    private static int index(String step) {
        return Integer.parseInt(step.substring(1, step.length() - 1));
    }

    private static JsonNode child(JsonNode value, String step) {
        return value.isArray() && isIndex(step) ? value.path(index(step)) : value.path(name(step));
    }

    private static String name(String step) {
        return step.startsWith("[") ? step.substring(1, step.length() - 1) : step;
    }

    private static JsonNode schemaOf(JsonNode schema, String step) {
        if (isIndex(step) && schema.has("items")) {
            return schema.path("items");
        }
        JsonNode property = schema.path("properties").path(name(step));
        return property.isMissingNode() ? schema.path("additionalProperties") : property;
    }

    /** What the child was before; null if nothing corresponds. Items correspond by key alone. */
    private static @Nullable JsonNode counterpart(JsonNode schema, JsonNode value, JsonNode before, String step) {
        if (!value.isArray()) {
            return before.get(name(step));
        }
        if (!schema.path("x-kubernetes-list-type").asString("").equals("map")) {
            return null;
        }
        List<JsonNode> wanted = key(schema, child(value, step));
        for (JsonNode each : before) {
            if (key(schema, each).equals(wanted)) {
                return each;
            }
        }
        return null;
    }

    private static List<JsonNode> key(JsonNode schema, JsonNode item) {
        return schema.path("x-kubernetes-list-map-keys")
                .valueStream()
                .map(name -> item.path(name.asString()))
                .toList();
    }
}
