package dev.flotilla.placement;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.SortedMap;
import java.util.function.Function;
import org.pcollections.TreePMap;

/**
 * What follows from each object of one type, worked out once for each version of each object. The answer for a snapshot
 * depends on that snapshot alone; what is remembered only saves work. Safe to share between threads.
 */
public final class Derived<T> {
    private final Folded<T, TreePMap<ObjectKey, T>> values;

    /** @param derive a pure function */
    public Derived(GroupResource resource, Function<StoredObject, T> derive) {
        this.values = new Folded<>(resource, derive, new ByKey<>());
    }

    /** By key; the very same map as long as no object of the type changes. Not to be changed. */
    public SortedMap<ObjectKey, T> at(Snapshot snapshot) {
        return values.at(snapshot);
    }

    private record ByKey<T>() implements Folded.Sum<T, TreePMap<ObjectKey, T>> {
        @Override
        public TreePMap<ObjectKey, T> nothing() {
            return TreePMap.empty();
        }

        @Override
        public TreePMap<ObjectKey, T> plus(TreePMap<ObjectKey, T> sum, ObjectKey key, T value) {
            return sum.plus(key, value);
        }

        @Override
        public TreePMap<ObjectKey, T> minus(TreePMap<ObjectKey, T> sum, ObjectKey key, T value) {
            return sum.minus(key);
        }
    }
}
