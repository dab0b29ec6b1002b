package dev.flotilla.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a schedule's time went. Belongs to one thread. */
final class Phases {
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<String> ended = new ArrayList<>();
    private long beganNanos = System.nanoTime();

    /** Ends a phase, and begins the next. */
    void end(String phase) {
        long nowNanos = System.nanoTime();
        ended.add(String.format(Locale.ROOT, "%s %.1f s", phase, (nowNanos - beganNanos) / NANOS_PER_SECOND));
        beganNanos = nowNanos;
    }

    @Override
    public String toString() {
        return String.join(", ", ended);
    }
}
