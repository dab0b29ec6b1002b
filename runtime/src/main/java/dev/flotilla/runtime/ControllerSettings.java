package dev.flotilla.runtime;

import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a controller runs with.
 *
 * @param ownership which of the keys are this node's
 * @param effects the rules by which effects become a commit
 * @param retry waits after a decision that could not be made or committed
 */
public record ControllerSettings(
        Reconciler reconciler,
        ObjectStore store,
        Ownership ownership,
        EffectsToCommit effects,
        InstantSource clock,
        RetryPolicy retry,
        MeterRegistry metrics) {
    /** Waits from 10 ms to 30 s. */
    public static final RetryPolicy RETRY = new RetryPolicy(Duration.ofMillis(10), Duration.ofSeconds(30));
}
