package dev.flotilla.dr;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a workload was before it was evicted, written on its binding in the very commit that moves it, so that the way
 * back is known whoever goes it. A second eviction keeps the first one's {@code before}: the way back leads to where it
 * began.
 *
 * @param at of the newest eviction
 * @param from the clusters it was evicted from
 * @param before clusters and replicas before the first eviction
 * @param after clusters and replicas since the newest; another placement than this one makes the record void
 */
public record BeforeEviction(
        Instant at, SortedSet<String> from, SortedMap<String, Integer> before, SortedMap<String, Integer> after) {

    public static Optional<BeforeEviction> of(JsonNode binding) {
        String text = binding.path("metadata")
                .path("annotations")
                .path(Marks.BEFORE_EVICTION)
                .asString("");
        return text.isEmpty() ? Optional.empty() : parse(text);
    }

    /** What cannot be read is no record: a person may have written it. */
    private static Optional<BeforeEviction> parse(String text) {
        try {
            JsonNode json = ObjectJson.parse(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(new BeforeEviction(
                    Instant.parse(json.path("at").asString("")),
                    json.path("from")
                            .valueStream()
                            .map(JsonNode::asString)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    replicas(json.path("before")),
                    replicas(json.path("after"))));
        } catch (JacksonException | java.time.DateTimeException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Notes in a binding that is about to be moved where it was. */
    static void note(ObjectNode was, ObjectNode becomes, Iterable<String> from, Instant now) {
        SortedMap<String, Integer> before = placement(was);
        Optional<BeforeEviction> known = of(was).filter(record -> record.after().equals(before));
        TreeSet<String> all = new TreeSet<>(known.map(BeforeEviction::from).orElseGet(TreeSet::new));
        from.forEach(all::add);
        ObjectNode json = ObjectJson.mapper().createObjectNode().put("at", now.toString());
        all.forEach(json.putArray("from")::add);
        write(json.putObject("before"), known.map(BeforeEviction::before).orElse(before));
        write(json.putObject("after"), placement(becomes));
        becomes.withObject("/metadata").withObjectProperty("annotations").put(Marks.BEFORE_EVICTION, json.toString());
    }

    public static void drop(ObjectNode binding) {
        ObjectNode metadata = binding.withObject("/metadata");
        ObjectNode annotations = metadata.withObjectProperty("annotations");
        annotations.remove(Marks.BEFORE_EVICTION);
        if (annotations.isEmpty()) {
            metadata.remove("annotations");
        }
    }

    /** A binding's clusters and replicas. */
    public static SortedMap<String, Integer> placement(JsonNode binding) {
        SortedMap<String, Integer> placement = new TreeMap<>();
        binding.path("spec")
                .path("clusters")
                .forEach(target -> placement.put(
                        target.path("name").asString(""),
                        target.path("replicas").asInt(0)));
        return placement;
    }

    /** As people read it: {@code eu-1:2 us-1:1}, or the clusters alone where nothing has replicas. */
    public static String text(Map<String, Integer> placement) {
        return placement.entrySet().stream()
                .map(entry -> entry.getValue() > 0 ? entry.getKey() + ":" + entry.getValue() : entry.getKey())
                .collect(Collectors.joining(" "));
    }

    private static void write(ObjectNode into, Map<String, Integer> placement) {
        placement.forEach(into::put);
    }

    private static SortedMap<String, Integer> replicas(JsonNode json) {
        SortedMap<String, Integer> replicas = new TreeMap<>();
        json.properties()
                .forEach(entry -> replicas.put(entry.getKey(), entry.getValue().asInt(0)));
        return replicas;
    }
}
