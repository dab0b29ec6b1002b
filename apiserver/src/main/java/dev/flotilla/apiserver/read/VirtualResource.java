package dev.flotilla.apiserver.read;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are computed from others instead of being stored. All methods are pure: every node, asked for the same
 * snapshot, gives the same. An object's resourceVersion is the highest of what it is computed from.
 */
public interface VirtualResource {
    GroupResource resource();

    /** The types whose objects it is computed from. */
    Set<GroupResource> inputs();

    Optional<StoredObject> get(Snapshot snapshot, ObjectKey key);

    /**
     * In key order, computed as the stream is drawn from.
     *
     * @param namespace empty for all
     * @param after objects after this key alone; from the start if it is null
     */
    Stream<StoredObject> list(Snapshot snapshot, String namespace, @Nullable ObjectKey after);

    /** The keys of the objects that a change of an input may concern, before it and after it. */
    Stream<ObjectKey> concerns(Change change);

    /** Why the object cannot be written, and what to write instead; empty if no such object is computed. */
    Optional<String> refusesWrite(Snapshot snapshot, ObjectKey key);
}
