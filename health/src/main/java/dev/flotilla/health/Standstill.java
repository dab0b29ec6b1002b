package dev.flotilla.health;

import java.time.Duration;

/**
 * How long the hub itself stood still while it waited for somebody: its machine was suspended or starved, or its memory
 * was being cleaned. An answer that did not come meanwhile may have been the hub's fault.
 *
 * @param waited how long it waited in all
 * @param stood how much of that it stood still
 */
public record Standstill(Duration waited, Duration stood) {
    public static final Standstill NONE = new Standstill(Duration.ZERO, Duration.ZERO);

    private static final Duration SHORTEST = Duration.ofMillis(250);

    /** Whether silence says nothing about the one who is silent: the hub was away for half of the time, or more. */
    public boolean excusesSilence() {
        return stood.compareTo(SHORTEST) >= 0 && stood.multipliedBy(2).compareTo(waited) >= 0;
    }
}
