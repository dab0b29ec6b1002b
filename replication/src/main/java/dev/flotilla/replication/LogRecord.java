package dev.flotilla.replication;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;

/** One record of the state log, decoded. */
public sealed interface LogRecord {
    record Head(LogHead head) implements LogRecord {}

    record Led(LeaderMark mark) implements LogRecord {}

    /** Part of a commit. */
    sealed interface Part extends LogRecord {
        CommitMark mark();
    }

    record Wrote(CommitMark mark, Write write) implements Part {}

    /** An object was put, but this node lacks the key that its value is sealed with. */
    record Unopened(CommitMark mark, ObjectKey key, String reason) implements Part {}
}
