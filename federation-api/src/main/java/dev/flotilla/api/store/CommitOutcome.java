package dev.flotilla.api.store;

import java.time.Duration;
import java.util.List;

/** What became of a {@link Commit}. */
public sealed interface CommitOutcome {
    /**
     * It is durable, and visible in the snapshots of the store it was given to.
     *
     * @param versions the resourceVersion of each write, in the order of the writes
     */
    record Committed(List<Long> versions) implements CommitOutcome {
        public Committed {
            versions = List.copyOf(versions);
        }

        public long last() {
            return versions.getLast();
        }
    }

    /** A precondition on a version, presence or absence did not hold; nothing was written. */
    record Conflicted(Precondition failed) implements CommitOutcome {}

    /** A guard refused; nothing was written. */
    record Refused(String guard, String reason) implements CommitOutcome {}

    /** An object is larger than the store takes; nothing was written. */
    record TooLarge(ObjectKey key, int sizeBytes, int maxBytes) implements CommitOutcome {}

    /** The queue is full; nothing was written. */
    record Overloaded(Duration retryAfter) implements CommitOutcome {}

    /** The log cannot be reached; nothing was written. */
    record Unavailable(String reason, Duration retryAfter) implements CommitOutcome {}

    /** It could not be found out in time whether the commit took effect. */
    record InDoubt(String reason) implements CommitOutcome {}
}
