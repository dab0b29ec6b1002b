package dev.flotilla.apiserver.flow;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast each user may go: a bucket of tokens each, filled as time passes. Remembers the users of late; who is
 * forgotten begins with a full bucket, which it would have had by then. Thread-safe; time is an argument.
 */
final class Rates {
    private static final int USERS_MAX = 10_000;
    private static final double NANOS = 1e9;

    private static final class Bucket {
        double tokens;
        long atNanos;
    }

    private final int perSecond;
    private final int burst;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > USERS_MAX;
        }
    };

    Rates(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Whether the user may make one more request at this time, in nanoseconds of a clock that never goes back. */
    synchronized boolean take(String user, long nowNanos) {
        if (perSecond == 0) {
            return true;
        }
        Bucket bucket = buckets.computeIfAbsent(user, _ -> full(nowNanos));
        bucket.tokens = Math.min(burst, bucket.tokens + (nowNanos - bucket.atNanos) / NANOS * perSecond);
        bucket.atNanos = nowNanos;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private Bucket full(long nowNanos) {
        Bucket bucket = new Bucket();
        bucket.tokens = burst;
        bucket.atNanos = nowNanos;
        return bucket;
    }
}
