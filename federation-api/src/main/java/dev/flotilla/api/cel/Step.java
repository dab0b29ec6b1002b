package dev.flotilla.api.cel;

/** One node of a planned expression. */
@FunctionalInterface
interface Step {
    /** @throws dev.flotilla.api.cel.value.CelError if it fails */
    Object eval(Frame frame);
}
