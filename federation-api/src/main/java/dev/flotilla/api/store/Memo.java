package dev.flotilla.api.store;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Remembers what was read from an object for as long as a snapshot holds it. Objects are immutable, so it changes no
 * answer, only its cost. What is remembered must not refer to the object. Thread-safe.
 */
public final class Memo<T> {
    private final Map<StoredObject, T> known = Collections.synchronizedMap(new WeakHashMap<>());
    private final Function<StoredObject, T> read;

    /** @param read a pure function */
    public Memo(Function<StoredObject, T> read) {
        this.read = read;
    }

    public T of(StoredObject object) {
        T found = known.get(object);
        if (found == null) {
            found = read.apply(object);
            known.put(object, found);
        }
        return found;
    }
}
