package dev.flotilla.e2e.faults;

import java.time.Duration;

/** What is done to the hub, for a while. */
sealed interface Fault {
    /** From the schedule's start. */
    Duration at();

    /** Until it is undone. */
    Duration lasting();

    /** {@code kill -9}, and a new start afterwards. */
    record Killed(String server, Duration at, Duration lasting) implements Fault {}

    /** {@code SIGSTOP}, and {@code SIGCONT} afterwards. */
    record Stopped(String server, Duration at, Duration lasting) implements Fault {}

    /** A node's way to Kafka is cut, and mended afterwards. */
    record CutOff(String node, Link.Cut cut, Duration at, Duration lasting) implements Fault {}
}
