package dev.flotilla.simulator.node;

import java.time.Duration;

/**
 * How long simulated things take.
 *
 * @param readyMin from being bound to a node to being ready, at least
 * @param readyMax and at most; each pod has its own moment between the two
 * @param run how long a pod runs that ends by itself
 * @param stop from being asked to end to being gone, counted from the whole second of asking
 */
public record Pace(Duration readyMin, Duration readyMax, Duration run, Duration stop) {
    public static final Pace DEFAULT =
            new Pace(Duration.ofMillis(300), Duration.ofMillis(800), Duration.ofMillis(800), Duration.ofMillis(700));

    public Pace {
        if (readyMin.isNegative() || readyMax.compareTo(readyMin) < 0 || run.isNegative() || stop.isNegative()) {
            throw new IllegalArgumentException("a pace needs 0 <= readyMin <= readyMax, run >= 0 and stop >= 0");
        }
    }
}
