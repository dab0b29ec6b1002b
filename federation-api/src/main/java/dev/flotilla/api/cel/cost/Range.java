package dev.flotilla.api.cel.cost;

/** The least and the most of a size or of a cost. Arithmetic saturates: {@link #MAX} stands for no bound. */
public record Range(long min, long max) {
    /** No bound; the counterpart of the largest unsigned number, which no real estimate reaches. */
    public static final long MAX = Long.MAX_VALUE;

    static final Range UNKNOWN = new Range(0, MAX);
    static final Range ZERO = new Range(0, 0);
    static final Range ONE = new Range(1, 1);

    static Range fixed(long value) {
        return new Range(value, value);
    }

    Range plus(Range other) {
        return new Range(add(min, other.min), add(max, other.max));
    }

    Range times(Range other) {
        return new Range(multiply(min, other.min), multiply(max, other.max));
    }

    Range scaled(double factor) {
        return new Range(scale(min, factor), scale(max, factor));
    }

    Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    static long add(long left, long right) {
        return left > MAX - right ? MAX : left + right;
    }

    static long multiply(long left, long right) {
        return right != 0 && left > MAX / right ? MAX : left * right;
    }

    private static long scale(long value, double factor) {
        if (value == MAX) {
            return MAX;
        }
        double scaled = Math.ceil(value * factor);
        return scaled >= MAX ? MAX : (long) scaled;
    }
}
