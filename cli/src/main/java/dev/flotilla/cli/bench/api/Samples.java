package dev.flotilla.cli.bench.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The times of the calls of one load. Written by one thread, read when that is done. */
final class Samples {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_S = 1e9;

    private final Map<Integer, Long> sentAt = new HashMap<>();
    private long[] nanos = new long[1 << 12];
    private int count;
    private long bytes;
    private long startedAt;
    private long endedAt;

    void begin() {
        startedAt = System.nanoTime();
    }

    void end() {
        endedAt = System.nanoTime();
    }

    void add(int number, long sent, long answered, long length) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = answered - sent;
        bytes += length;
        sentAt.put(number, sent);
    }

    int count() {
        return count;
    }

    long startedAt() {
        return startedAt;
    }

    /** @return {@link System#nanoTime} when the call of that number was sent */
    long sentAt(int number) {
        @Nullable Long sent = sentAt.get(number);
        if (sent == null) {
            throw new IllegalArgumentException("call " + number + " was not answered");
        }
        return sent;
    }

    double bytesPerCall() {
        return count == 0 ? 0 : (double) bytes / count;
    }

    double perSecond() {
        return count / ((endedAt - startedAt) / NANOS_PER_S);
    }

    double meanSeconds() {
        return Arrays.stream(nanos, 0, count).average().orElse(Double.NaN) / NANOS_PER_S;
    }

    /** @param share 0.5 for the median */
    double quantileMs(double share) {
        return quantileMs(Arrays.copyOf(nanos, count), share);
    }

    /** @param nanos sorted in place */
    static double quantileMs(long[] nanos, double share) {
        Arrays.sort(nanos);
        return nanos.length == 0
                ? Double.NaN
                : nanos[Math.max(0, (int) Math.ceil(share * nanos.length) - 1)] / NANOS_PER_MS;
    }
}
