package dev.flotilla.dr.evidence.render;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A stretch of time laid over a stretch of the picture.
 *
 * @param zero from which the axis counts
 * @param fromMs its left end, after zero
 * @param toMs its right end, after zero
 */
record Axis(Instant zero, long fromMs, long toMs, double left, double right) {
    private static final int TICKS_MAX = 9;
    private static final List<Long> STEPS_MS = List.of(
            100L,
            200L,
            500L,
            1_000L,
            2_000L,
            5_000L,
            10_000L,
            15_000L,
            30_000L,
            60_000L,
            120_000L,
            300_000L,
            600_000L,
            900_000L,
            1_800_000L,
            3_600_000L,
            7_200_000L,
            14_400_000L,
            28_800_000L,
            86_400_000L);

    Axis {
        if (toMs <= fromMs) {
            throw new IllegalArgumentException("an axis must have a length, not " + fromMs + " to " + toMs);
        }
    }

    double x(long ms) {
        double share = (double) (ms - fromMs) / (toMs - fromMs);
        return left + Math.clamp(share, 0, 1) * (right - left);
    }

    double x(Instant at) {
        return x(ms(at));
    }

    long ms(Instant at) {
        return Duration.between(zero, at).toMillis();
    }

    boolean holds(long ms) {
        return ms >= fromMs && ms <= toMs;
    }

    /** Round times, few enough to be read. */
    List<Long> ticks() {
        long step = STEPS_MS.stream()
                .filter(each -> (toMs - fromMs) / each < TICKS_MAX)
                .findFirst()
                .orElse((toMs - fromMs) / TICKS_MAX);
        return LongStream.rangeClosed(Math.ceilDiv(fromMs, step), Math.floorDiv(toMs, step))
                .mapToObj(tick -> tick * step)
                .toList();
    }
}
