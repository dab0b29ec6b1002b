package dev.flotilla.propagation.actor;

import dev.flotilla.api.store.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which copies a member may hold though it was not heard to: those whose creation was sent and not answered, or was
 * answered so lately that news from before it may still arrive; and for a while after the connection began all of them,
 * for whoever looked after the member before may have sent what arrives now. Not for several threads at once.
 */
final class Doubts {
    /** Longer than a request may be under way, and news late. */
    private static final Duration LAST = Duration.ofMinutes(1);

    /** From how many on those that are certain by now are forgotten. */
    private static final int MANY = 1024;

    private final Map<ObjectKey, Instant> answeredAt = new HashMap<>();
    private Instant connectedAt = Instant.MIN;
    private int tidyAt = MANY;

    void connected(Instant now) {
        connectedAt = now;
    }

    void creating(ObjectKey binding) {
        answeredAt.put(binding, Instant.MAX);
    }

    /** That it is known what became of the last request about a binding's copy. */
    void answered(ObjectKey binding, Instant now) {
        answeredAt.computeIfPresent(binding, (_, _) -> now);
        if (answeredAt.size() >= tidyAt) {
            answeredAt.values().removeIf(at -> isPast(at, now));
            tidyAt = Math.max(MANY, 2 * answeredAt.size());
        }
    }

    /** Whether only the member itself can tell if it holds the binding's copy. */
    boolean about(ObjectKey binding, Instant now) {
        Instant answered = answeredAt.get(binding);
        return !isPast(connectedAt, now) || (answered != null && !isPast(answered, now));
    }

    private static boolean isPast(Instant at, Instant now) {
        return at.isBefore(now.minus(LAST));
    }
}
