package dev.flotilla.dr.evidence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What every part of a report keeps to. */
final class Checked {
    private Checked() {}

    /** @throws IllegalArgumentException if there is nothing to read */
    static String text(String value, String field) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return value;
    }

    /** A report keeps time to the millisecond. */
    static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    static long notNegative(long value, String field) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " must not be negative, but is " + value);
        }
        return value;
    }
}
