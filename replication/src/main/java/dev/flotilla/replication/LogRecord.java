package dev.flotilla.replication;

import dev.flotilla.api.store.Write;

/** One record of the state log, decoded. */
public sealed interface LogRecord {
    record Head(LogHead head) implements LogRecord {}

    record Led(LeaderMark mark) implements LogRecord {}

    record Wrote(CommitMark mark, Write write) implements LogRecord {}
}
