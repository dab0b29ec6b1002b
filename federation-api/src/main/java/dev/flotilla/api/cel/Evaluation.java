package dev.flotilla.api.cel;

/**
 * What an expression came to.
 *
 * @param cost in Kubernetes' units, whatever the outcome
 */
public record Evaluation(long cost, Outcome outcome) {
    /** How it ended. */
    public sealed interface Outcome {}

    /** @param value of {@code api.cel.value} */
    public record Value(Object value) implements Outcome {}

    /** @param message in cel-go's words */
    public record Failed(String message) implements Outcome {}

    /** It would have cost more than it was allowed, or its thread was interrupted. */
    public record Cancelled(String message) implements Outcome {}
}
