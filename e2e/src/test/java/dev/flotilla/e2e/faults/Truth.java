package dev.flotilla.e2e.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the log says: each key's values by version; empty where it was deleted. */
final class Truth {
    /** A leader's sign of life. */
    record Sign(long version, long term, String node) {}

    /** A workload that had to leave a member, and the second in which that was decided. */
    record Eviction(String binding, String member, Instant second) {}

    private final Map<String, NavigableMap<Long, Optional<String>>> keys = new HashMap<>();
    private final List<Sign> signs = new ArrayList<>();
    private final Map<String, Long> bound = new HashMap<>();
    private final NavigableMap<Long, Long> promised = new TreeMap<>();
    private final Set<Eviction> evictions = new HashSet<>();

    void add(String key, long version, Optional<String> value) {
        keys.computeIfAbsent(key, _ -> new TreeMap<>()).put(version, value);
    }

    void add(Sign sign) {
        signs.add(sign);
    }

    /**
     * Adds what a binding under the quota requests from a version on.
     *
     * @param complete whether the state of this version was ever to be seen
     */
    void bound(String binding, long version, long cores, boolean complete) {
        bound.put(binding, cores);
        if (complete) {
            promised.put(
                    version, bound.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    /** What all bindings under the quota requested together, by version. */
    NavigableMap<Long, Long> promised() {
        return new TreeMap<>(promised);
    }

    /** Adds one that a binding tells of; it may have been told of before. */
    void evicted(Eviction eviction) {
        evictions.add(eviction);
    }

    /** How many there were in each second. */
    SortedMap<Instant, Integer> evictions() {
        SortedMap<Instant, Integer> counts = new TreeMap<>();
        evictions.forEach(each -> counts.merge(each.second(), 1, Integer::sum));
        return counts;
    }

    NavigableMap<Long, Optional<String>> of(String key) {
        return keys.getOrDefault(key, new TreeMap<>());
    }

    List<Sign> signs() {
        return List.copyOf(signs);
    }

    Truth copy() {
        Truth copy = new Truth();
        keys.forEach((key, versions) -> copy.keys.put(key, new TreeMap<>(versions)));
        copy.signs.addAll(signs);
        copy.bound.putAll(bound);
        copy.promised.putAll(promised);
        copy.evictions.addAll(evictions);
        return copy;
    }

    /** What it says of some keys. */
    Truth of(Predicate<String> keys) {
        Truth part = copy();
        part.keys.keySet().removeIf(keys.negate());
        return part;
    }

    /** All changes after a version, in order. */
    NavigableMap<Long, Change> after(long version) {
        NavigableMap<Long, Change> changes = new TreeMap<>();
        keys.forEach((key, versions) -> versions.tailMap(version, false)
                .forEach((each, value) -> changes.put(each, new Change(key, each, value))));
        return changes;
    }

    /** @param value empty for a deletion */
    record Change(String key, long version, Optional<String> value) {}

    /** What is there at last. */
    Map<String, Change> last() {
        Map<String, Change> last = new TreeMap<>();
        keys.forEach((key, versions) -> versions.lastEntry()
                .getValue()
                .ifPresent(_ -> last.put(
                        key,
                        new Change(key, versions.lastKey(), versions.lastEntry().getValue()))));
        return last;
    }
}
