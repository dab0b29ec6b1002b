package dev.flotilla.api.store;

/** The version asked for is older than the changes a store remembers; the caller must list anew. */
public final class ExpiredException extends Exception {
    private static final long serialVersionUID = 1L;
    private final long asked;
    private final long oldest;

    public ExpiredException(long asked, long oldest) {
        super("too old resource version: " + asked + " (" + oldest + ")");
        this.asked = asked;
        this.oldest = oldest;
    }

    public long asked() {
        return asked;
    }

    /** The oldest version from which a subscription can still start. */
    public long oldest() {
        return oldest;
    }
}
