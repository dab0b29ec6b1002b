package dev.flotilla.replication.history;

import dev.flotilla.api.store.ObjectKey;
import java.time.Instant;

/**
 * What is asked of the history: an object's changes, the newest first.
 *
 * @param limit the most entries in one answer
 */
public record HistoryQuestion(ObjectKey key, Until until, int limit) {
    public HistoryQuestion {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " leaves nothing to be told");
        }
    }

    /** Up to where. */
    public sealed interface Until {
        enum Now implements Until {
            NOW
        }

        record Version(long resourceVersion) implements Until {}

        record Time(Instant time) implements Until {}
    }

    /** Whether an entry is not after the end of what is asked for. */
    public boolean covers(HistoryEntry entry) {
        return entry.key().equals(key)
                && switch (until) {
                    case Until.Now _ -> true;
                    case Until.Version(var version) -> entry.resourceVersion() <= version;
                    case Until.Time(var time) -> !entry.time().isAfter(time);
                };
    }
}
