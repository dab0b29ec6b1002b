package dev.flotilla.api.lifecycle;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an object is to be deleted.
 *
 * @param propagationPolicy {@code Foreground}, {@code Background} or {@code Orphan}; empty for the kind's own
 * @param uid if given, no other object of this name may be deleted
 * @param resourceVersion if given, no other version may be deleted
 */
public record DeleteOptions(
        Optional<String> propagationPolicy,
        OptionalLong gracePeriodSeconds,
        Optional<String> uid,
        Optional<String> resourceVersion) {
    public static final DeleteOptions NONE =
            new DeleteOptions(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());

    public static DeleteOptions propagating(String policy) {
        return new DeleteOptions(Optional.of(policy), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    public static DeleteOptions afterSeconds(long gracePeriodSeconds) {
        return new DeleteOptions(
                Optional.empty(), OptionalLong.of(gracePeriodSeconds), Optional.empty(), Optional.empty());
    }
}
