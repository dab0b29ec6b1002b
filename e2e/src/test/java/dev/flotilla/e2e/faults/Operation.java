package dev.flotilla.e2e.faults;

import java.util.Optional;

/**
 * What one client asked about one key, and what it was told.
 *
 * @param node that was asked
 * @param value of the key, as it was written or read; no two writes have the same; empty for a deletion, and where a
 *     read found nothing
 * @param base the version that a write was to replace; 0 where nothing may have been there
 * @param version that the answer named; 0 if it named none
 * @param startNanos when it was sent
 * @param endNanos when its answer was there
 * @param answer in the server's words, for whoever reads of a broken promise; empty if there was none
 */
record Operation(
        Kind kind,
        String node,
        String key,
        Optional<String> value,
        long base,
        Told told,
        long version,
        long startNanos,
        long endNanos,
        String answer) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    enum Kind {
        CREATE,
        UPDATE,
        DELETE,
        READ
    }

    enum Told {
        /** It took effect, or this is what is there. */
        DONE,
        /** It has no effect, and never will. */
        REFUSED,
        /** It may have taken effect, or may yet. */
        UNKNOWN,
        /** What is there, as of a while ago: the answer says so itself. */
        STALE
    }

    boolean write() {
        return kind != Kind.READ;
    }

    @Override
    public String toString() {
        return kind + " " + key + " at " + node + " base=" + base + " value=" + value.orElse("-") + ": " + told
                + " version=" + version + " after " + (endNanos - startNanos) / NANOS_PER_MILLI + " ms, " + answer;
    }
}
