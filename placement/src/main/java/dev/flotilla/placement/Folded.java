package dev.flotilla.placement;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * What follows from all objects of one type together: each is read once for each of its versions and added to a sum,
 * and taken off it again when it changes. The sum for a snapshot depends on that snapshot alone; what is remembered
 * only saves work, and makes the next one cost as much as has changed. Safe to share between threads.
 *
 * @param <T> what is read from an object
 * @param <A> the sum, an immutable value
 */
public final class Folded<T, A> {
    private final GroupResource resource;
    private final Function<StoredObject, T> read;
    private final Sum<T, A> sum;
    private volatile State<T, A> last;

    /** How a sum is kept. Taking off what was added gives the sum from before, in whatever order it is done. */
    public interface Sum<T, A> {
        A nothing();

        A plus(A sum, ObjectKey key, T value);

        A minus(A sum, ObjectKey key, T value);
    }

    private record State<T, A>(@Nullable Object token, TreePMap<ObjectKey, Entry<T>> entries, A sum) {}

    private record Entry<T>(StoredObject from, T value) {}

    /** @param read a pure function */
    public Folded(GroupResource resource, Function<StoredObject, T> read, Sum<T, A> sum) {
        this.resource = resource;
        this.read = read;
        this.sum = sum;
        this.last = new State<>(null, TreePMap.empty(), sum.nothing());
    }

    /** The very same value as long as no object of the type changes. */
    @SuppressWarnings("ReferenceEquality") // tokens are compared by identity by contract
    public A at(Snapshot snapshot) {
        State<T, A> known = last;
        Object token = snapshot.stateOf(resource);
        if (known.token == token) {
            return known.sum;
        }
        Optional<Set<ObjectKey>> changed =
                Optional.ofNullable(known.token).flatMap(state -> snapshot.changedSince(state, resource));
        State<T, A> next =
                changed.isPresent() ? followed(known, snapshot, token, changed.get()) : anew(known, snapshot, token);
        last = next;
        return next.sum;
    }

    @SuppressWarnings("ReferenceEquality") // a stored object is immutable: the same one says the same
    private State<T, A> followed(State<T, A> known, Snapshot snapshot, Object token, Set<ObjectKey> changed) {
        TreePMap<ObjectKey, Entry<T>> entries = known.entries;
        A now = known.sum;
        for (ObjectKey key : changed) {
            @Nullable Entry<T> before = entries.get(key);
            @Nullable StoredObject object = snapshot.get(key).orElse(null);
            if (before != null && before.from != object) {
                now = sum.minus(now, key, before.value);
                entries = entries.minus(key);
            }
            if (object != null && (before == null || before.from != object)) {
                Entry<T> entry = new Entry<>(object, read.apply(object));
                now = sum.plus(now, key, entry.value);
                entries = entries.plus(key, entry);
            }
        }
        return new State<>(token, entries, now);
    }

    @SuppressWarnings("ReferenceEquality") // a stored object is immutable: the same one says the same
    private State<T, A> anew(State<T, A> known, Snapshot snapshot, Object token) {
        TreePMap<ObjectKey, Entry<T>> entries = TreePMap.empty();
        A now = sum.nothing();
        for (StoredObject object : (Iterable<StoredObject>) snapshot.list(resource)::iterator) {
            @Nullable Entry<T> before = known.entries.get(object.key());
            Entry<T> entry = before != null && before.from == object ? before : new Entry<>(object, read.apply(object));
            entries = entries.plus(object.key(), entry);
            now = sum.plus(now, object.key(), entry.value);
        }
        return new State<>(token, entries, now);
    }
}
