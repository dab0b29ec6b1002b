package dev.flotilla.dr;

import java.time.Duration;

/**
 * How fast workloads may leave lost clusters, over the whole fleet.
 *
 * @param budget evictions in each {@code interval}, counted by whole seconds; 0 switches eviction off
 */
public record EvictionSettings(int budget, Duration interval) {
    /** Two hundred a second: a cluster with a thousand workloads is left in five. */
    public static final EvictionSettings DEFAULT = new EvictionSettings(200, Duration.ofSeconds(1));

    public EvictionSettings {
        if (budget < 0 || interval.toSeconds() < 1) {
            throw new IllegalArgumentException("the budget must not be negative, and the interval at least a second: "
                    + budget + " per " + interval);
        }
    }
}
