package dev.flotilla.apiserver;

import io.vertx.core.buffer.Buffer;

/**
 * A request's body as it comes in, on the event loop alone until it is complete. What is too much is read, so that the
 * client sees the refusal, but not kept.
 */
final class RequestBody {
    private static final byte[] NONE = {};

    /** What has become of it. */
    enum Verdict {
        KEPT,
        TOO_LARGE,
        /** All bodies together are too much. */
        OVERLOAD
    }

    private final BodyBudget budget;
    private final long startedNanos = System.nanoTime();
    private Buffer kept = Buffer.buffer(0);
    private long received;
    private long taken;
    private Verdict verdict = Verdict.KEPT;

    RequestBody(BodyBudget budget) {
        this.budget = budget;
    }

    void add(Buffer part) {
        received += part.length();
        if (received > Frontend.BODY_BYTES_MAX) {
            refuse(Verdict.TOO_LARGE);
        } else if (verdict == Verdict.KEPT) {
            if (budget.take(part.length())) {
                taken += part.length();
                kept.appendBuffer(part);
            } else {
                refuse(Verdict.OVERLOAD);
            }
        }
    }

    private void refuse(Verdict why) {
        verdict = why;
        kept = Buffer.buffer(0);
        release();
    }

    /** Gives its bytes back to the budget; it may be called more than once, but not by two at the same time. */
    void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    Verdict verdict() {
        return verdict;
    }

    byte[] bytes() {
        return received == 0 ? NONE : kept.getBytes();
    }

    long received() {
        return received;
    }

    long startedNanos() {
        return startedNanos;
    }
}
