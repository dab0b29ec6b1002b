package dev.flotilla.api.cel.value;

/** An expression's own failure, in cel-go's words; it can be absorbed by {@code ||}, {@code &&} and macros. */
public final class CelError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CelError(String message) {
        super(message, null, false, false);
    }

    public static CelError noSuchOverload() {
        return new CelError("no such overload");
    }

    public static CelError noSuchKey(Object key) {
        return new CelError("no such key: " + Texts.plain(key));
    }

    public static CelError outOfBounds(long index) {
        return new CelError("index out of bounds: " + index);
    }

    public static CelError conversion(String from, String to) {
        return new CelError("type conversion error from '" + from + "' to '" + to + "'");
    }

    /** What the failure says. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
