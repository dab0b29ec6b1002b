package dev.flotilla.runtime;

import dev.flotilla.api.fleet.FleetKinds;
import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What of the hub's work is this node's. It follows from the snapshot alone, so whoever follows the store's changes
 * learns of it in their order. Thread-safe.
 */
public final class Ownership {
    private final String node;
    private final boolean alone;
    private final BooleanSupplier current;
    private final Memo<Share> shares;

    private Ownership(String node, boolean alone, BooleanSupplier current) {
        this.node = node;
        this.alone = alone;
        this.current = current;
        this.shares = new Memo<>(stored -> SliceAssignment.of(stored.tree()).share(node));
    }

    /** Of a node that has no others beside it. */
    public static Ownership everything() {
        return new Ownership("", true, () -> true);
    }

    /**
     * Of one of several nodes.
     *
     * @param current whether this node's snapshots are near the log's end; only then does it act on members
     */
    public static Ownership assigned(String node, BooleanSupplier current) {
        return new Ownership(node, false, current);
    }

    /** What this node holds as far as the snapshot knows. */
    public Share in(Snapshot snapshot) {
        if (alone) {
            return Share.EVERYTHING;
        }
        return snapshot.get(SliceAssignment.KEY).map(shares::of).orElseGet(() -> Share.nothing(node));
    }

    /** The types to watch for what they concern and for this. */
    public Set<GroupResource> watching(Set<GroupResource> others) {
        if (alone || others.isEmpty()) {
            return others;
        }
        Set<GroupResource> all = new HashSet<>(others);
        all.add(FleetKinds.ASSIGNMENTS);
        return all;
    }

    /** Whether slices may have moved. */
    public boolean changedBy(List<Change> changes) {
        return !alone && changes.stream().anyMatch(change -> change.key().equals(SliceAssignment.KEY));
    }

    /** Whether this node knows enough of the present to act on members; it may change without notice. */
    public boolean current() {
        return current.getAsBoolean();
    }
}
