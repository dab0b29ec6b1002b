package dev.flotilla.apiserver;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of bodies may be held at once, whoever sends them: they are read before their user is known. */
final class BodyBudget {
    private static final long BYTES_MIN = 16L << 20;
    private static final long BYTES_MAX = 256L << 20;
    private static final int HEAP_SHARE = 8;

    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** A share of this process's heap. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_SHARE, BYTES_MIN, BYTES_MAX));
    }

    /** @return false if that many more are too many; then none is held */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
