package dev.flotilla.api.store;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The fold of writes: one persistent, structure-sharing sorted map for each resource type. Immutable; {@link #put} and
 * {@link #remove} give a new table that shares nearly everything with the old.
 */
public final class StateTable implements Snapshot {
    public static final StateTable EMPTY = new StateTable(0, TreePMap.empty());

    private final long resourceVersion;
    private final TreePMap<GroupResource, TreePMap<ObjectKey, StoredObject>> tables;

    private StateTable(long resourceVersion, TreePMap<GroupResource, TreePMap<ObjectKey, StoredObject>> tables) {
        this.resourceVersion = resourceVersion;
        this.tables = tables;
    }

    public StateTable put(StoredObject object) {
        GroupResource resource = object.key().resource();
        return new StateTable(
                Math.max(resourceVersion, object.resourceVersion()),
                tables.plus(resource, table(resource).plus(object.key(), object)));
    }

    public StateTable remove(ObjectKey key, long version) {
        TreePMap<ObjectKey, StoredObject> left = table(key.resource()).minus(key);
        return new StateTable(
                Math.max(resourceVersion, version),
                left.isEmpty() ? tables.minus(key.resource()) : tables.plus(key.resource(), left));
    }

    /** The same objects, known to be current up to a later version. */
    public StateTable at(long version) {
        return version <= resourceVersion ? this : new StateTable(version, tables);
    }

    @Override
    public long resourceVersion() {
        return resourceVersion;
    }

    @Override
    public Optional<StoredObject> get(ObjectKey key) {
        return Optional.ofNullable(table(key.resource()).get(key));
    }

    @Override
    public Stream<StoredObject> list(GroupResource resource) {
        return table(resource).values().stream();
    }

    @Override
    public Stream<StoredObject> list(GroupResource resource, String namespace) {
        if (namespace.isEmpty()) {
            return list(resource).filter(object -> object.key().namespace().isEmpty());
        }
        ObjectKey first = new ObjectKey(resource, namespace, "\u0000");
        ObjectKey end = new ObjectKey(resource, namespace + "\u0000", "\u0000");
        return table(resource).subMap(first, true, end, false).values().stream();
    }

    @Override
    public Stream<StoredObject> listAfter(GroupResource resource, @Nullable ObjectKey after) {
        return after == null ? list(resource) : table(resource).tailMap(after, false).values().stream();
    }

    @Override
    public int count(GroupResource resource) {
        return table(resource).size();
    }

    @Override
    public SortedSet<GroupResource> resources() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tables.keySet()));
    }

    @Override
    public Object stateOf(GroupResource resource) {
        return table(resource);
    }

    private TreePMap<ObjectKey, StoredObject> table(GroupResource resource) {
        TreePMap<ObjectKey, StoredObject> table = tables.get(resource);
        return table == null ? TreePMap.empty() : table;
    }
}
