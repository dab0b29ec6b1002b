package dev.flotilla.api.store;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Holds objects: the hub's replica of the log, or a simulator's memory. Every method may be called from any thread;
 * none blocks.
 */
public interface ObjectStore {
    /** What this node knows now. */
    Snapshot snapshot();

    /**
     * A snapshot that contains every commit acknowledged anywhere before the call. Fails with
     * {@link BarrierTimeoutException} when the log cannot be asked in time.
     */
    CompletionStage<Snapshot> latest();

    /** A snapshot not older than the version; the stage stays open until there is one, so callers bring a time-out. */
    CompletionStage<Snapshot> atLeast(long resourceVersion);

    /** Never fails exceptionally: what went wrong is an outcome. */
    CompletionStage<CommitOutcome> commit(Commit commit);

    /**
     * Delivers every change with a version greater than {@code after}, first those remembered, then as they come.
     *
     * @param resources the types to deliver; empty for all
     * @throws ExpiredException if changes right after {@code after} are no longer remembered
     */
    Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener) throws ExpiredException;
}
