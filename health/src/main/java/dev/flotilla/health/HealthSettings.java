package dev.flotilla.health;

import java.time.Duration;

/**
 * How fast a member's health is believed.
 *
 * @param probeEvery time between two probes of a member
 * @param probeMax a probe that takes longer has failed
 * @param fallCount failures in a row before a member is not ready, which must also have lasted {@code fallFor}
 * @param riseCount successes in a row before it is ready again, which must also have lasted {@code riseFor}
 * @param evictAfter how long a member must have been not ready before its workloads are to leave (the NoExecute taint);
 *     negative for never
 * @param summariseEvery time between two readings of version, APIs, nodes and pods
 */
public record HealthSettings(
        Duration probeEvery,
        Duration probeMax,
        int fallCount,
        Duration fallFor,
        int riseCount,
        Duration riseFor,
        Duration evictAfter,
        Duration summariseEvery) {
    /** For real clusters: not ready after 4 s of failures, evicted after 30 s more, back after 5 s of successes. */
    public static final HealthSettings DEFAULT = new HealthSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(4),
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    public HealthSettings {
        if (fallCount < 1 || riseCount < 1) {
            throw new IllegalArgumentException("fallCount and riseCount must be at least 1");
        }
        if (probeEvery.isNegative() || probeEvery.isZero() || probeMax.isNegative() || probeMax.isZero()) {
            throw new IllegalArgumentException("probeEvery and probeMax must be positive");
        }
    }

    public HealthSettings withEvictAfter(Duration after) {
        return new HealthSettings(probeEvery, probeMax, fallCount, fallFor, riseCount, riseFor, after, summariseEvery);
    }
}
