package dev.flotilla.simulator.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A label selector as controllers hold it: {@code {matchLabels, matchExpressions}}. An empty one selects all. */
public record Selector(List<Requirement> requirements) {
    /** @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist} */
    public record Requirement(String key, String operator, List<String> values) {
        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    public Selector {
        requirements = List.copyOf(requirements);
    }

    public static Selector of(JsonNode selector) {
        List<Requirement> found = new ArrayList<>(equalities(selector.path("matchLabels")));
        for (JsonNode each : selector.path("matchExpressions")) {
            List<String> values = new ArrayList<>();
            each.path("values").forEach(value -> values.add(value.asString("")));
            found.add(new Requirement(
                    each.path("key").asString(""), each.path("operator").asString(""), List.copyOf(values)));
        }
        return new Selector(found);
    }

    /** The plain form that services and nodeSelectors have. */
    public static Selector ofLabels(JsonNode labels) {
        return new Selector(equalities(labels));
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(each -> each.matches(labels));
    }

    private static List<Requirement> equalities(JsonNode labels) {
        return labels.properties().stream()
                .map(label -> new Requirement(
                        label.getKey(), "In", List.of(label.getValue().asString(""))))
                .toList();
    }
}
