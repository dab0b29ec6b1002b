package dev.flotilla.simulator.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The thread that takes one member's controllers step by step, and sleeps while nothing is due. */
public final class ControllerThread implements AutoCloseable {
    private static final Duration SLEEP_MAX = Duration.ofSeconds(10);
    private static final long STOP_MS_MAX = 5_000;

    private final Thread thread;
    private final InstantSource clock;
    private volatile boolean stopping;

    private ControllerThread(String name, InstantSource clock, Function<Runnable, Controllers> controllers) {
        this.clock = clock;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try (Controllers running = controllers.apply(this::wake)) {
                run(running);
            }
        });
    }

    /** @param controllers makes them, given what they are to call when there is something to do */
    public static ControllerThread start(
            String name, InstantSource clock, Function<Runnable, Controllers> controllers) {
        ControllerThread started = new ControllerThread(name, clock, controllers);
        started.thread.start();
        return started;
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run(Controllers controllers) {
        while (!stopping) {
            if (!controllers.step(clock.instant())) {
                Optional<Instant> next = controllers.nextAppointment();
                Duration sleep = next.map(at -> Duration.between(clock.instant(), at))
                        .filter(wait -> wait.compareTo(SLEEP_MAX) < 0)
                        .orElse(SLEEP_MAX);
                if (sleep.isPositive()) {
                    LockSupport.parkNanos(sleep.toNanos());
                }
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            thread.join(STOP_MS_MAX);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
