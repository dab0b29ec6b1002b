package dev.flotilla.simulator.object;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/** A pod with what was read from it. */
public record Pod(StoredObject stored, PodFacts facts) {
    /** Those first that a controller gives up first: not yet running, not ready, ready for the shortest time. */
    public static final Comparator<Pod> LEAST_USEFUL_FIRST = Comparator.<Pod, Boolean>comparing(
                    pod -> !pod.facts.node().isEmpty())
            .thenComparing(pod -> pod.facts.phase().equals("Running"))
            .thenComparing(pod -> pod.facts.ready())
            .thenComparing(pod -> pod.facts.readySince().orElse(Instant.MAX), Comparator.reverseOrder())
            .thenComparing(Pod::name, Comparator.reverseOrder());

    public ObjectKey key() {
        return stored.key();
    }

    public String name() {
        return stored.key().name();
    }

    public Map<String, String> labels() {
        return stored.head().labels();
    }

    public boolean terminating() {
        return stored.head().terminating();
    }

    /** It counts as one of its controller's replicas. */
    public boolean active() {
        return !terminating() && !facts.ended();
    }

    public boolean ready() {
        return active() && facts.ready();
    }

    /** It has been ready for long enough to be relied upon. */
    public boolean available(Duration minReady, Instant now) {
        return ready()
                && facts.readySince()
                        .filter(since -> !since.plus(minReady).isAfter(now))
                        .isPresent();
    }
}
