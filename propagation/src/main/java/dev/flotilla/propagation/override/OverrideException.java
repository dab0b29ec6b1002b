package dev.flotilla.propagation.override;

/** An overrider cannot be applied to this manifest; the message says which and why. */
public final class OverrideException extends Exception {
    private static final long serialVersionUID = 1L;

    OverrideException(String message) {
        super(message);
    }
}
