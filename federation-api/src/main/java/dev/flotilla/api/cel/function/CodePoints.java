package dev.flotilla.api.cel.function;

/** A string by its code points, as CEL counts. */
final class CodePoints {
    private final int[] points;

    private CodePoints(int[] points) {
        this.points = points;
    }

    static CodePoints of(String text) {
        return new CodePoints(text.codePoints().toArray());
    }

    int size() {
        return points.length;
    }

    String slice(int start, int end) {
        return new String(points, start, end - start);
    }

    long indexOf(String part, int from) {
        int[] wanted = part.codePoints().toArray();
        for (int at = from; at <= points.length - wanted.length; at++) {
            if (holds(wanted, at)) {
                return at;
            }
        }
        return -1;
    }

    long lastIndexOf(String part, int from) {
        int[] wanted = part.codePoints().toArray();
        for (int at = Math.min(from, points.length - wanted.length); at >= 0; at--) {
            if (holds(wanted, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean holds(int[] wanted, int at) {
        for (int i = 0; i < wanted.length; i++) {
            if (points[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
