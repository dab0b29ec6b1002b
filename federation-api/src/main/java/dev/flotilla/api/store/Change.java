package dev.flotilla.api.store;

import org.jspecify.annotations.Nullable;

/**
 * One object's change: created ({@code before} null), modified, or deleted ({@code after} null). The two are never both
 * null.
 *
 * @param resourceVersion the change's place in the order; for a deletion it is no object's version
 */
public record Change(
        ObjectKey key,
        @Nullable StoredObject before,
        @Nullable StoredObject after,
        long resourceVersion) {
    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change of " + key + " needs an object before or after it");
        }
    }
}
