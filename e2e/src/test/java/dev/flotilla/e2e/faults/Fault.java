package dev.flotilla.e2e.faults;

import java.time.Duration;

/** What is done to the hub, for a while. {@link Schedule#LEADER} stands for whichever node leads when it begins. */
sealed interface Fault {
    /** From the schedule's start. */
    Duration at();

    /** Until it is undone. */
    Duration lasting();

    /** {@code kill -9}, and a new start afterwards. A hub's own broker ends with it, and is started again by it. */
    record Killed(Endpoint whom, Duration at, Duration lasting) implements Fault {}

    /** {@code SIGSTOP}, and {@code SIGCONT} afterwards. */
    record Stopped(Endpoint whom, Duration at, Duration lasting) implements Fault {}

    /**
     * The leader is stopped until another leads, and goes on at once then: what it had under way is younger than the
     * time after which it would give that up by itself.
     */
    record Superseded(Duration at) implements Fault {
        @Override
        public Duration lasting() {
            return Duration.ZERO;
        }
    }

    /** Bytes are held back, and let go afterwards. */
    record CutOff(Cut cut, Duration at, Duration lasting) implements Fault {}
}
