package dev.flotilla.api.cel;

/** What became of an expression's text. */
public sealed interface Compilation {
    record Compiled(Program program) implements Compilation {}

    /** @param message each error with its place and the line it is in, as kube-apiserver prints them */
    record Refused(String message) implements Compilation {}
}
