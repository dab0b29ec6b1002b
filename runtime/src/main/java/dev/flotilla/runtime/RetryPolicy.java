package dev.flotilla.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a key is looked at again after a failure: doubling from {@code first} to {@code max}, each
 * wait drawn between half of it and all of it, so that many keys that failed together do not come back together.
 */
public record RetryPolicy(Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 20;

    public RetryPolicy {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("need 0 < first <= max, not " + first + ", " + max);
        }
    }

    /** @param attempt 1 for the first failure */
    public Duration wait(int attempt, RandomGenerator random) {
        long doubled = first.toNanos() << Math.min(attempt - 1, DOUBLINGS_MAX);
        long full = doubled <= 0 ? max.toNanos() : Math.min(doubled, max.toNanos());
        return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
    }
}
