package dev.flotilla.api.patch.apply;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who owns which fields of one object: its {@code metadata.managedFields}. Immutable. */
record Managers(SortedMap<Manager, Share> shares) {
    static final Managers NONE = new Managers(Collections.emptySortedMap());
    private static final int UPDATERS_MAX = 10;
    private static final String ANCIENT = "ancient-changes";
    private static final String FIELD = "managedFields";

    /**
     * @param apiVersion in which it writes; empty for an applier, whose entry is the same whatever its version
     * @param subresource that it writes to; empty for the object itself
     */
    record Manager(String name, boolean applies, String apiVersion, String subresource) implements Comparable<Manager> {
        private static final Comparator<Manager> ORDER = Comparator.comparing(Manager::name)
                .thenComparingInt(manager -> manager.applies ? 0 : 1)
                .thenComparing(Manager::apiVersion)
                .thenComparing(Manager::subresource);

        @Override
        public int compareTo(Manager other) {
            return ORDER.compare(this, other);
        }

        /** As messages name it. */
        String shown() {
            String quoted =
                    '"' + name + '"' + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + '"');
            return applies ? quoted : quoted + " using " + apiVersion;
        }
    }

    /** @param time of the last write that changed the set; empty where none was recorded */
    record Share(FieldSet fields, String apiVersion, Optional<Instant> time) {
        Share with(FieldSet other) {
            return new Share(other, apiVersion, time);
        }

        private long seconds() {
            return time.map(Instant::getEpochSecond).orElse(0L);
        }
    }

    Managers {
        shares = Collections.unmodifiableSortedMap(shares);
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    FieldSet fields(Manager manager) {
        Share share = shares.get(manager);
        return share == null ? FieldSet.EMPTY : share.fields();
    }

    FieldSet allFields() {
        return shares.values().stream().map(Share::fields).reduce(FieldSet.EMPTY, FieldSet::union);
    }

    Managers with(Manager manager, Share share) {
        SortedMap<Manager, Share> changed = new TreeMap<>(shares);
        if (share.fields().isEmpty()) {
            changed.remove(manager);
        } else {
            changed.put(manager, share);
        }
        return new Managers(changed);
    }

    /** Every share but one changed; those of which nothing is left go. */
    Managers others(Manager except, BiFunction<Manager, FieldSet, FieldSet> change) {
        SortedMap<Manager, Share> changed = new TreeMap<>();
        shares.forEach((manager, share) -> {
            Share next = manager.equals(except) ? share : share.with(change.apply(manager, share.fields()));
            if (!next.fields().isEmpty()) {
                changed.put(manager, next);
            }
        });
        return new Managers(changed);
    }

    /** With the oldest updaters of each version put together until at most ten are left. */
    Managers capped() {
        List<Map.Entry<Manager, Share>> updaters = shares.entrySet().stream()
                .filter(entry -> !entry.getKey().applies())
                .sorted(Comparator.<Map.Entry<Manager, Share>>comparingLong(
                                entry -> entry.getValue().seconds())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        int left = updaters.size();
        SortedMap<Manager, Share> changed = new TreeMap<>(shares);
        Map<String, Manager> firstOfVersion = new TreeMap<>();
        for (Map.Entry<Manager, Share> updater : updaters) {
            if (left <= UPDATERS_MAX) {
                break;
            }
            Share share = updater.getValue();
            Manager first = firstOfVersion.putIfAbsent(share.apiVersion(), updater.getKey());
            if (first != null) {
                Manager bucket = new Manager(ANCIENT, false, share.apiVersion(), "");
                Share before = Optional.ofNullable(changed.remove(first))
                        .or(() -> Optional.ofNullable(changed.get(bucket)))
                        .orElse(share);
                changed.remove(updater.getKey());
                FieldSet both = before.fields().union(share.fields());
                changed.put(bucket, new Share(both, share.apiVersion(), share.time()));
                left--;
            }
        }
        return new Managers(changed);
    }

    /** @throws IllegalArgumentException if an entry is not one */
    static Managers decode(JsonNode managedFields) {
        SortedMap<Manager, Share> shares = new TreeMap<>();
        for (JsonNode entry : managedFields) {
            String operation = entry.path("operation").asString("");
            String apiVersion = entry.path("apiVersion").asString("");
            if (!operation.equals("Apply") && !operation.equals("Update")) {
                throw new IllegalArgumentException("operation must be `Apply` or `Update`");
            }
            if (apiVersion.isEmpty()) {
                throw new IllegalArgumentException("apiVersion must not be empty");
            }
            if (!entry.path("fieldsType").asString("").equals("FieldsV1")) {
                throw new IllegalArgumentException("fieldsType must be FieldsV1");
            }
            boolean applies = operation.equals("Apply");
            Manager manager = new Manager(
                    entry.path("manager").asString(""),
                    applies,
                    applies ? "" : apiVersion,
                    entry.path("subresource").asString(""));
            FieldSet fields =
                    entry.path("fieldsV1").isObject() ? FieldsV1.decode(entry.path("fieldsV1")) : FieldSet.EMPTY;
            shares.put(manager, new Share(fields, apiVersion, time(entry.path("time"))));
        }
        return new Managers(shares);
    }

    private static Optional<Instant> time(JsonNode time) {
        try {
            return time.isString() ? Optional.of(Instant.parse(time.stringValue())) : Optional.empty();
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("time must be RFC 3339, not " + time, malformed);
        }
    }

    /** Puts them into the object's metadata, appliers first, then by time; nothing at all if there are none. */
    void writeTo(ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (shares.isEmpty()) {
            metadata.remove(FIELD);
            return;
        }
        ArrayNode entries = metadata.putArray(FIELD);
        sorted().forEach(entry -> encode(entry.getKey(), entry.getValue(), entries.addObject()));
    }

    private Stream<Map.Entry<Manager, Share>> sorted() {
        return shares.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Manager, Share>>comparingInt(
                                entry -> entry.getKey().applies() ? 0 : 1)
                        .thenComparingLong(entry -> entry.getValue().seconds())
                        .thenComparing(Map.Entry::getKey));
    }

    private static void encode(Manager manager, Share share, ObjectNode entry) {
        entry.put("manager", manager.name());
        entry.put("operation", manager.applies() ? "Apply" : "Update");
        entry.put("apiVersion", share.apiVersion());
        share.time()
                .ifPresent(time ->
                        entry.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString()));
        entry.put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", FieldsV1.encode(share.fields()));
        if (!manager.subresource().isEmpty()) {
            entry.put("subresource", manager.subresource());
        }
    }
}
