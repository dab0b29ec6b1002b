package dev.flotilla.api.store;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable view of every object at one commit boundary. Taking and holding one costs nothing; reading never blocks.
 */
public interface Snapshot {
    /** The version of the last commit this view contains; 0 before the first. */
    long resourceVersion();

    Optional<StoredObject> get(ObjectKey key);

    /** Objects of one type in key order, over all namespaces. */
    Stream<StoredObject> list(GroupResource resource);

    /** Objects of one type and namespace in key order. */
    Stream<StoredObject> list(GroupResource resource, String namespace);

    /** Objects of one type in key order, those after {@code after} alone; from the start if it is null. */
    Stream<StoredObject> listAfter(GroupResource resource, @Nullable ObjectKey after);

    /** How many objects of the type there are, over all namespaces. */
    int count(GroupResource resource);

    /** Every type of which at least one object exists. */
    SortedSet<GroupResource> resources();

    /**
     * A token for the objects of one type, to be compared by identity: two snapshots that give the same one hold the
     * very same objects of that type. What was derived from them once need not be derived again.
     */
    default Object stateOf(GroupResource resource) {
        return this;
    }

    /**
     * The keys of one type whose objects may differ between this snapshot and the one, older or newer, that gave a
     * token for it; every other key has the very same object in both. So what follows from all objects of a type can be
     * kept up with the changes alone.
     *
     * @param state as {@link #stateOf} gave it for the same type
     * @return empty if that is not known (any more): then everything may differ
     */
    default Optional<Set<ObjectKey>> changedSince(Object state, GroupResource resource) {
        return Optional.empty();
    }
}
