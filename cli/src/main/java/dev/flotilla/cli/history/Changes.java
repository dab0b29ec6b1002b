package dev.flotilla.cli.history;

import dev.flotilla.replication.history.ObjectDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What changed from one state of an object to the next, in a line. */
public final class Changes {
    private static final int SHOWN_MAX = 3;
    private static final int VALUE_LENGTH_MAX = 40;

    private Changes() {}

    /**
     * One row.
     *
     * @param what in a few words
     */
    public record Row(String time, String version, String verb, String by, String what) {
        public List<String> cells() {
            return List.of(time, version, verb, by, what);
        }
    }

    /**
     * Rows for changes of which each but the last has its predecessor behind it.
     *
     * @param newestFirst as the hub gives them
     */
    public static List<Row> rows(List<JsonNode> newestFirst) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            JsonNode item = newestFirst.get(i);
            Optional<JsonNode> before =
                    i + 1 < newestFirst.size() ? Optional.of(newestFirst.get(i + 1)) : Optional.empty();
            rows.add(row(item, item.path("verb").asString(""), what(item, before)));
        }
        return rows;
    }

    /** Rows for those changes of a binding in which the decision or its reason changed. */
    public static List<Row> placements(List<JsonNode> newestFirst) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            JsonNode item = newestFirst.get(i);
            String placed = placement(item);
            boolean same = i + 1 < newestFirst.size()
                    && placement(newestFirst.get(i + 1)).equals(placed);
            if (!same && !placed.isEmpty()) {
                rows.add(row(item, "place", placed));
            }
        }
        return rows;
    }

    private static Row row(JsonNode item, String verb, String what) {
        return new Row(
                item.path("time").asString("-").replaceFirst("\\.[0-9]+Z$", "Z"),
                item.path("resourceVersion").asString(""),
                verb,
                item.at("/by/name").asString("-"),
                what);
    }

    private static String placement(JsonNode item) {
        JsonNode binding = item.path("object");
        if (binding.isMissingNode()) {
            return "";
        }
        String clusters =
                binding.at("/spec/clusters").valueStream().map(Changes::target).collect(Collectors.joining(", "));
        String reason = binding.at("/status/decision/summary").asString("");
        return (clusters.isEmpty() ? "nowhere" : clusters) + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String target(JsonNode target) {
        String name = target.path("name").asString("");
        return target.has("replicas") ? name + "=" + target.path("replicas").asInt() : name;
    }

    private static String what(JsonNode item, Optional<JsonNode> before) {
        JsonNode object = item.path("object");
        if (object.isMissingNode()) {
            return item.path("note").asString("");
        }
        Optional<JsonNode> old = before.map(each -> each.path("object")).filter(each -> !each.isMissingNode());
        return old.map(each -> summary(ObjectDiff.between(each, object))).orElse("");
    }

    private static String summary(List<ObjectDiff.Difference> differences) {
        String shown = differences.stream()
                .limit(SHOWN_MAX)
                .map(each -> each.path() + ": " + text(each.before()) + " → " + text(each.after()))
                .collect(Collectors.joining("; "));
        int more = differences.size() - SHOWN_MAX;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }

    private static String text(JsonNode value) {
        String text = value(value);
        return text.length() <= VALUE_LENGTH_MAX ? text : text.substring(0, VALUE_LENGTH_MAX - 1) + "…";
    }

    /** In full. */
    public static String value(JsonNode value) {
        return value.isMissingNode() ? "(none)" : value.isString() ? value.asString() : value.toString();
    }
}
