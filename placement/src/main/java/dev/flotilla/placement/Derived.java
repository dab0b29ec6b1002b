package dev.flotilla.placement;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What follows from each object of one type, worked out once for each version of each object. The answer for a snapshot
 * depends on that snapshot alone; what is remembered only saves work. Safe to share between threads.
 */
public final class Derived<T> {
    private final GroupResource resource;
    private final Function<StoredObject, T> derive;
    private volatile State<T> last = new State<>(null, Collections.emptySortedMap(), Collections.emptySortedMap());

    private record State<T>(
            @Nullable Object token, SortedMap<ObjectKey, Entry<T>> entries, SortedMap<ObjectKey, T> values) {}

    private record Entry<T>(StoredObject from, T value) {}

    /** @param derive a pure function */
    public Derived(GroupResource resource, Function<StoredObject, T> derive) {
        this.resource = resource;
        this.derive = derive;
    }

    /** By key; the very same map as long as no object of the type changes. */
    @SuppressWarnings("ReferenceEquality") // tokens and stored objects are compared by identity by contract
    public SortedMap<ObjectKey, T> at(Snapshot snapshot) {
        State<T> known = last;
        Object token = snapshot.stateOf(resource);
        if (known.token == token) {
            return known.values;
        }
        TreeMap<ObjectKey, Entry<T>> entries = new TreeMap<>();
        TreeMap<ObjectKey, T> values = new TreeMap<>();
        snapshot.list(resource).forEach(object -> {
            Entry<T> before = known.entries.get(object.key());
            Entry<T> entry =
                    before != null && before.from == object ? before : new Entry<>(object, derive.apply(object));
            entries.put(object.key(), entry);
            values.put(object.key(), entry.value());
        });
        State<T> next = new State<>(token, entries, Collections.unmodifiableSortedMap(values));
        last = next;
        return next.values;
    }
}
