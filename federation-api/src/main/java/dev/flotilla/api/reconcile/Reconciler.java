package dev.flotilla.api.reconcile;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One controller. Level-based: it decides from the whole snapshot and never from what changed, so deciding twice over
 * the same snapshot gives the same effects, and a missed or repeated call does no harm. All methods are pure.
 */
public interface Reconciler {
    /** A stable name for logs, metrics, events and the field manager of what it writes; lower case with dashes. */
    String name();

    /** The types whose changes may concern it. */
    Set<GroupResource> watches();

    /** The keys to look at again because of a change; may name keys whose object is gone. */
    Stream<ObjectKey> concerns(Snapshot snapshot, Change change);

    /** Every key there is to look after, for a start from nothing. */
    Stream<ObjectKey> keys(Snapshot snapshot);

    /** What to do about one key. */
    Decision decide(Snapshot snapshot, ObjectKey key, Instant now);
}
