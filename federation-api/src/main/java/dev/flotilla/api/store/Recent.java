package dev.flotilla.api.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the objects that were looked at last. Many ask about the same stored object within moments;
 * reading it from its bytes is most of the price of an answer. Unlike a {@link Memo} it holds no more than so many,
 * however many there are. Thread-safe.
 */
public final class Recent<T> {
    private record Known<T>(StoredObject from, T value) {}

    private final AtomicReferenceArray<@Nullable Known<T>> slots;
    private final Function<StoredObject, T> read;

    /**
     * @param slots how many are remembered at most, one for each hash of a key
     * @param read a pure function of the object's stored JSON
     */
    public Recent(int slots, Function<StoredObject, T> read) {
        this.slots = new AtomicReferenceArray<>(slots);
        this.read = read;
    }

    public T of(StoredObject object) {
        int slot = Math.floorMod(object.key().hashCode(), slots.length());
        Known<T> known = slots.get(slot);
        if (known != null && isSame(known.from(), object)) {
            return known.value();
        }
        T value = read.apply(object);
        slots.set(slot, new Known<>(object, value));
        return value;
    }

    /** The same bytes at the same version: a key and a version alone could be those of another log's life. */
    @SuppressWarnings("ReferenceEquality") // the very same bytes, so the very same object
    private static boolean isSame(StoredObject known, StoredObject asked) {
        return known.storedJson() == asked.storedJson();
    }
}
