package dev.flotilla.api.store;

/** One change to one object, as part of a {@link Commit}. */
public sealed interface Write {
    ObjectKey key();

    /**
     * Creates or replaces the object.
     *
     * @param json as {@link ObjectJson#encode} writes it; not to be changed afterwards
     */
    @SuppressWarnings("ArrayRecordComponent") // objects are large: their bytes are shared, not copied
    record Put(ObjectKey key, byte[] json) implements Write {}

    /** Removes the object; removing one that does not exist changes nothing but still takes a place in the order. */
    record Delete(ObjectKey key) implements Write {}
}
