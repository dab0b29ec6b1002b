package dev.flotilla.e2e.fuzz;

/** What a server must not do, and did. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }
}
