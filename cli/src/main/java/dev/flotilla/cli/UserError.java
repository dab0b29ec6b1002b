package dev.flotilla.cli;

/**
 * Something that the person at the terminal can put right; the message says how. It is printed without a stack trace.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
