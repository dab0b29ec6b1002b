package dev.flotilla.api.cel.function;

/** What a call computes. */
@FunctionalInterface
public interface CelFunction {
    /**
     * @param args the receiver first, if there is one; of the types that the overload's signature names
     * @throws dev.flotilla.api.cel.value.CelError if the expression fails
     */
    Object call(Object[] args);
}
