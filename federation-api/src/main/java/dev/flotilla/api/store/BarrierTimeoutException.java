package dev.flotilla.api.store;

import java.time.Duration;

/** The log could not be asked for its end in time; what the node knows is still there to be read, and may be old. */
public final class BarrierTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration age;

    /** @param age how long ago this node last knew that it was at the log's end */
    public BarrierTimeoutException(Duration age) {
        super("the state log could not be reached; the last known state is " + age.toSeconds() + " s old");
        this.age = age;
    }

    public Duration age() {
        return age;
    }
}
