package dev.flotilla.cli.local;

import dev.flotilla.cli.UserError;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something to come true, asking now and then. */
public final class Waiting {
    private static final long ASK_EVERY_MS = 100;

    private Waiting() {}

    /**
     * @param found asked until it gives something
     * @param failure what to say when it has not in time; asked for late, so that it can tell what was seen last
     */
    public static <T> T until(Duration patience, Supplier<Optional<T>> found, Supplier<String> failure) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> result = found.get();
            if (result.isPresent()) {
                return result.get();
            }
            pause(ASK_EVERY_MS);
        }
        throw new UserError(failure.get());
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }
}
