package dev.flotilla.replication;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Gathers, while the log is read from its start, the changes that a starting node may remember: those younger than the
 * compaction lag, for among older ones some may be missing. Not thread-safe.
 */
public final class ReplayedChanges {
    private final Duration compactionLag;
    private final long maxBytes;
    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Entry(Instant appended, long version, List<Change> changes) {}

    public ReplayedChanges(Duration compactionLag, long maxBytes) {
        this.compactionLag = compactionLag;
        this.maxBytes = maxBytes;
    }

    /** @param version of the record, whether it changed anything or not */
    public void add(Instant appended, long version, List<Change> changes) {
        entries.addLast(new Entry(appended, version, changes));
        dropBefore(appended.minus(compactionLag));
    }

    private void dropBefore(Instant oldest) {
        while (!entries.isEmpty() && entries.getFirst().appended().isBefore(oldest)) {
            entries.removeFirst();
        }
    }

    /**
     * @param now a time at which the log's end had been read
     * @param end the version there
     */
    public ChangeHistory history(Instant now, long end) {
        dropBefore(now.minus(compactionLag));
        long start = entries.isEmpty() ? end : entries.getFirst().version() - 1;
        ChangeHistory history = new ChangeHistory(start, maxBytes);
        entries.forEach(entry -> entry.changes().forEach(history::add));
        return history;
    }
}
