package dev.flotilla.api.cel;

import dev.flotilla.api.cel.value.CelError;
import org.jspecify.annotations.Nullable;

/** The variables and the budget of one evaluation. Used by one thread. */
final class Frame {
    private static final int SLOTS = 8;

    private final Bindings bindings;
    private final long limit;
    private @Nullable Object[] slots = new @Nullable Object[SLOTS];
    private long cost;

    Frame(Bindings bindings, long limit) {
        this.bindings = bindings;
        this.limit = limit;
    }

    /** Ends an evaluation that has gone on for long enough. */
    static final class CancelledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CancelledException(String message) {
            super(message, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    long cost() {
        return cost;
    }

    void charge(long units) {
        cost = units > Long.MAX_VALUE - cost ? Long.MAX_VALUE : cost + units;
        if (cost > limit) {
            throw new CancelledException("operation cancelled: actual cost limit exceeded");
        }
    }

    void checkInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("operation interrupted");
        }
    }

    Object variable(String name) {
        Object value = bindings.find(name);
        if (value == null) {
            throw new CelError("no such attribute(s): " + name);
        }
        return value;
    }

    /** A local variable; a failure kept in it is thrown when it is read. */
    Object local(int slot) {
        Object value = slots[slot];
        if (value instanceof CelError error) {
            throw error;
        }
        if (value == null) {
            throw new IllegalStateException("local variable read before it is set");
        }
        return value;
    }

    void set(int slot, Object value) {
        if (slot >= slots.length) {
            slots = java.util.Arrays.copyOf(slots, 2 * slot + 1);
        }
        slots[slot] = value;
    }
}
