package dev.flotilla.replication.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of an object's history.
 *
 * @param entries the newest first
 * @param next up to which version the rest goes; empty if there is none
 * @param begins the time of the oldest change that the history still holds, of whatever object; empty if it holds none
 */
public record HistoryPage(List<HistoryEntry> entries, Optional<Long> next, Optional<Instant> begins) {
    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
