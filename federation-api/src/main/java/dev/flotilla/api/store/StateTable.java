package dev.flotilla.api.store;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
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
    private final TreePMap<GroupResource, Table> tables;

    /** The objects of one type, and by which changes they came to be these. */
    private record Table(TreePMap<ObjectKey, StoredObject> objects, Trail trail) {
        private static final Table EMPTY = new Table(TreePMap.empty(), Trail.ROOT);

        Table plus(StoredObject object) {
            return new Table(objects.plus(object.key(), object), trail.then(object.key()));
        }

        Table minus(ObjectKey key) {
            return new Table(objects.minus(key), trail.then(key));
        }
    }

    private StateTable(long resourceVersion, TreePMap<GroupResource, Table> tables) {
        this.resourceVersion = resourceVersion;
        this.tables = tables;
    }

    public StateTable put(StoredObject object) {
        GroupResource resource = object.key().resource();
        return new StateTable(
                Math.max(resourceVersion, object.resourceVersion()),
                tables.plus(resource, table(resource).plus(object)));
    }

    public StateTable remove(ObjectKey key, long version) {
        Table before = table(key.resource());
        Table left = before.objects().containsKey(key) ? before.minus(key) : before;
        return new StateTable(
                Math.max(resourceVersion, version),
                left.objects().isEmpty() ? tables.minus(key.resource()) : tables.plus(key.resource(), left));
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
        return Optional.ofNullable(objects(key.resource()).get(key));
    }

    @Override
    public Stream<StoredObject> list(GroupResource resource) {
        return objects(resource).values().stream();
    }

    @Override
    public Stream<StoredObject> list(GroupResource resource, String namespace) {
        if (namespace.isEmpty()) {
            return list(resource).filter(object -> object.key().namespace().isEmpty());
        }
        ObjectKey first = new ObjectKey(resource, namespace, "\u0000");
        ObjectKey end = new ObjectKey(resource, namespace + "\u0000", "\u0000");
        return objects(resource).subMap(first, true, end, false).values().stream();
    }

    @Override
    public Stream<StoredObject> listAfter(GroupResource resource, @Nullable ObjectKey after) {
        return after == null ? list(resource) : objects(resource).tailMap(after, false).values().stream();
    }

    @Override
    public int count(GroupResource resource) {
        return objects(resource).size();
    }

    @Override
    public SortedSet<GroupResource> resources() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(tables.keySet()));
    }

    @Override
    public Object stateOf(GroupResource resource) {
        return table(resource);
    }

    @Override
    public Optional<Set<ObjectKey>> changedSince(Object state, GroupResource resource) {
        return state instanceof Table other
                ? Trail.between(other.trail(), table(resource).trail())
                : Optional.empty();
    }

    private TreePMap<ObjectKey, StoredObject> objects(GroupResource resource) {
        return table(resource).objects();
    }

    private Table table(GroupResource resource) {
        Table table = tables.get(resource);
        return table == null ? Table.EMPTY : table;
    }
}
