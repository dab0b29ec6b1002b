package dev.flotilla.placement;

import java.util.function.Function;

/** A step's result on the way to a decision: something chosen, or why nothing could be. */
sealed interface Choice<T> {
    record Made<T>(T value) implements Choice<T> {}

    record Refused<T>(PlacementDecision.Outcome outcome, String reason) implements Choice<T> {
        <U> Refused<U> as() {
            return new Refused<>(outcome, reason);
        }
    }

    static <T> Choice<T> unschedulable(String reason) {
        return new Refused<>(PlacementDecision.Outcome.UNSCHEDULABLE, reason);
    }

    default <U> Choice<U> then(Function<T, Choice<U>> next) {
        return switch (this) {
            case Made<T>(T value) -> next.apply(value);
            case Refused<T> refused -> refused.as();
        };
    }
}
