package dev.flotilla.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Holds what happened to the copies in members against the log. A value names the version it was written in, as no two
 * writes have the same.
 */
final class Copies {
    private static final Duration REMOVAL_MAX = Duration.ofSeconds(10);

    enum What {
        ADDED,
        MODIFIED,
        DELETED
    }

    /**
     * What was seen in a member.
     *
     * @param stamp the newest version of what the copy was rendered from
     */
    record Event(String member, What what, String key, String uid, String value, long stamp, long atNanos) {}

    private final Truth truth;
    private final long mendedNanos;
    private final List<String> violations = new ArrayList<>();

    private Copies(Truth truth, long mendedNanos) {
        this.truth = truth;
        this.mendedNanos = mendedNanos;
    }

    /** @param mendedNanos when the last fault was over and every node was ready */
    static List<String> violations(Truth truth, List<Event> events, long mendedNanos) {
        Copies copies = new Copies(truth, mendedNanos);
        Map<String, List<Event>> each = new LinkedHashMap<>();
        events.forEach(event -> each.computeIfAbsent(event.member() + "/" + event.key(), _ -> new ArrayList<>())
                .add(event));
        each.values().forEach(copies::check);
        return List.copyOf(copies.violations);
    }

    private void check(List<Event> events) {
        NavigableMap<Long, Optional<String>> versions =
                truth.of(events.getFirst().key());
        long newest = 0;
        Optional<Event> stale = Optional.empty();
        Optional<Event> before = Optional.empty();
        for (Event event : events) {
            Optional<Long> version = versions.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(Optional.of(event.value())))
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (version.isEmpty()) {
                violations.add("a copy of what was never in the log: " + event);
                return;
            }
            switch (event.what()) {
                case ADDED -> stale = version.get() <= newest ? Optional.of(event) : Optional.empty();
                case MODIFIED -> {
                    overwritten(event, before.orElse(event), version.get(), newest, stale.isPresent());
                    stale = version.get() > newest ? Optional.empty() : stale;
                }
                case DELETED -> {
                    removed(event, version.get(), versions);
                    stale.ifPresent(added -> inTime(added, event));
                    stale = Optional.empty();
                }
            }
            newest = Math.max(newest, version.get());
            before = Optional.of(event);
        }
        stale.ifPresent(left -> violations.add("created anew by who was late, and never removed: " + left));
    }

    private void overwritten(Event event, Event before, long version, long newest, boolean stale) {
        if (event.stamp() < before.stamp() || version < newest && !stale) {
            violations.add("overwritten by an older stamp: " + before + " by " + event);
        }
    }

    private void removed(Event event, long version, NavigableMap<Long, Optional<String>> versions) {
        if (versions.tailMap(version, false).values().stream().allMatch(Optional::isPresent)) {
            violations.add("deleted, and the log has it still: " + event);
        }
    }

    private void inTime(Event added, Event removed) {
        long since = Math.max(added.atNanos(), mendedNanos);
        if (removed.atNanos() - since > REMOVAL_MAX.toNanos()) {
            violations.add("created anew by who was late, and not removed in time: " + added + ", " + removed);
        }
    }
}
