package dev.flotilla.api.cel.value;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A map or an object, as expressions see it. Immutable. */
public interface CelMap {
    int size();

    /** The value of a key; null if there is none. */
    @Nullable
    Object find(Object key);

    Collection<?> keys();

    /** Whether it equals another map in its own semantics. */
    default boolean sameAs(CelMap other) {
        if (size() != other.size()) {
            return false;
        }
        for (Object key : keys()) {
            Object mine = find(key);
            Object theirs = other.find(key);
            if (mine == null || theirs == null || !Values.equal(mine, theirs)) {
                return false;
            }
        }
        return true;
    }
}
