package dev.flotilla.placement.rebalance;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster is labelled with, and since when, as its annotation keeps it: Kubernetes itself keeps no times of
 * labels. A label that was there when the cluster was first looked at has no time.
 *
 * @param labels by key, those that have gone among them
 * @param fields the same of {@code region}, {@code zone} and {@code provider}
 */
record LabelTimes(Map<String, Value> labels, Map<String, Value> fields) {
    /** How many labels that have gone are remembered, the last first. */
    static final int GONE_MAX = 32;

    /**
     * @param is what it was last, if it has gone
     * @param gone null while it is there
     * @param since null for as long as anybody has looked
     */
    record Value(
            String is, @Nullable Boolean gone, @Nullable Instant since) {
        boolean has(String value) {
            return gone == null && is.equals(value);
        }

        Value without(Instant at) {
            return gone == null ? new Value(is, true, at) : this;
        }
    }

    LabelTimes {
        labels = ordered(labels);
        fields = ordered(fields);
    }

    /** A person may have written it: what is null says nothing. */
    private static NavigableMap<String, Value> ordered(Map<String, Value> values) {
        NavigableMap<String, Value> ordered = new TreeMap<>(values);
        ordered.values().removeIf(Objects::isNull);
        return ordered;
    }

    /** As a cluster's annotation has them; empty if it has none that can be read. */
    static Optional<LabelTimes> of(JsonNode cluster) {
        String json = cluster.path("metadata")
                .path("annotations")
                .path(Marks.LABELS_SINCE)
                .asString("");
        try {
            return json.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RecordJson.read(
                            ObjectJson.mapper().readTree(json.getBytes(StandardCharsets.UTF_8)), LabelTimes.class));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /** Of a cluster that nobody has looked at before. */
    static LabelTimes first(ClusterIdentity cluster) {
        return new LabelTimes(untimed(cluster.labels()), untimed(fieldsOf(cluster)));
    }

    private static NavigableMap<String, Value> untimed(Map<String, String> now) {
        NavigableMap<String, Value> values = new TreeMap<>();
        now.forEach((key, value) -> values.put(key, new Value(value, null, null)));
        return values;
    }

    /** With what has changed since; equal to this if nothing has. */
    LabelTimes then(ClusterIdentity cluster, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new LabelTimes(then(labels, cluster.labels(), at), then(fields, fieldsOf(cluster), at));
    }

    private static NavigableMap<String, Value> then(Map<String, Value> before, Map<String, String> now, Instant at) {
        NavigableMap<String, Value> values = new TreeMap<>(before);
        values.replaceAll((key, value) -> now.containsKey(key) ? value : value.without(at));
        now.forEach((key, is) ->
                values.compute(key, (_, value) -> value != null && value.has(is) ? value : new Value(is, null, at)));
        values.entrySet().stream()
                .filter(each -> !now.containsKey(each.getKey()))
                .sorted(Comparator.comparing(LabelTimes::since).reversed())
                .skip(GONE_MAX)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(values::remove);
        return values;
    }

    private static Instant since(Map.Entry<String, Value> entry) {
        @Nullable Instant since = entry.getValue().since();
        return since == null ? Instant.EPOCH : since;
    }

    private static Map<String, String> fieldsOf(ClusterIdentity cluster) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("region", cluster.region());
        fields.put("zone", String.join(",", cluster.zones()));
        fields.put("provider", cluster.provider());
        return fields;
    }

    /** When one of them last changed. */
    Optional<Instant> changed(Predicate<String> which) {
        return Stream.of(labels, fields)
                .flatMap(each -> each.entrySet().stream())
                .filter(each -> which.test(each.getKey()))
                .map(LabelTimes::since)
                .filter(Instant.EPOCH::isBefore)
                .max(Comparator.naturalOrder());
    }

    String json() {
        return RecordJson.write(this).toString();
    }
}
