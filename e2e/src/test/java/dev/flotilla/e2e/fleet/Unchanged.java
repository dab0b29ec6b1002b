package dev.flotilla.e2e.fleet;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Looks at something again and again, and knows whether it looked the same as the time before. */
final class Unchanged<T> implements Callable<Unchanged<T>> {
    private final Callable<T> look;
    private @Nullable T before;
    private @Nullable T now;

    Unchanged(Callable<T> look) {
        this.look = look;
    }

    @Override
    public Unchanged<T> call() throws Exception {
        before = now;
        now = look.call();
        return this;
    }

    boolean seenTwice() {
        return now != null && now.equals(before);
    }

    /** @throws NullPointerException before the first look */
    T value() {
        return java.util.Objects.requireNonNull(now);
    }
}
