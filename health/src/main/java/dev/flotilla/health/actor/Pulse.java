package dev.flotilla.health.actor;

import dev.flotilla.health.Standstill;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures how long this process stands still: it beats twenty times a second, and by how much a beat is late, nothing
 * else ran either. Safe to share between threads.
 */
public final class Pulse implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);

    private final LongSupplier nanos;
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").daemon()::unstarted);
    private long lastNanos;
    private long stoodNanos;

    /** @param nanos a clock that counts on while the process is suspended, such as {@link System#nanoTime} */
    Pulse(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    public static Pulse start() {
        Pulse pulse = new Pulse(System::nanoTime);
        var _ = pulse.beating.scheduleWithFixedDelay(
                pulse::beat, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return pulse;
    }

    /** A moment to measure from. */
    record Mark(long atNanos, long stoodNanos) {}

    synchronized Mark mark() {
        long now = nanos.getAsLong();
        return new Mark(now, stoodUntil(now));
    }

    synchronized Standstill since(Mark mark) {
        long now = nanos.getAsLong();
        return new Standstill(
                Duration.ofNanos(now - mark.atNanos()), Duration.ofNanos(stoodUntil(now) - mark.stoodNanos()));
    }

    synchronized void beat() {
        long now = nanos.getAsLong();
        stoodNanos = stoodUntil(now);
        lastNanos = now;
    }

    /** A beat that is overdue counts already: whoever asks may run before it does. */
    private long stoodUntil(long now) {
        return stoodNanos + Math.max(0, now - lastNanos - EVERY.toNanos());
    }

    @Override
    public void close() {
        beating.shutdownNow();
    }
}
