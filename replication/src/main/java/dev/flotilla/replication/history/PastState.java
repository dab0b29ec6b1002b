package dev.flotilla.replication.history;

import dev.flotilla.api.store.ObjectKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Objects as they were at a moment, as far as the history says. In the order of lists.
 *
 * @param states of each object that had changed by then, its newest change; deletions are among them
 * @param later of each object that changed after it alone, the first change: it was not there if that made it, and its
 *     state is not known otherwise
 * @param begins the time of the oldest change that the history still holds, of whatever object; empty if it holds none
 */
public record PastState(
        Map<ObjectKey, HistoryEntry> states, Map<ObjectKey, HistoryEntry> later, Optional<Instant> begins) {
    public PastState {
        states = sorted(states);
        later = sorted(later);
    }

    private static Map<ObjectKey, HistoryEntry> sorted(Map<ObjectKey, HistoryEntry> entries) {
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }
}
