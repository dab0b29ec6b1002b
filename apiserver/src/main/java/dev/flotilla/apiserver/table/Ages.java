package dev.flotilla.apiserver.table;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * How long something has been so, in the few characters that kubectl shows: {@code 22s}, {@code 5m10s}, {@code 3d4h}.
 */
public final class Ages {
    private static final String UNKNOWN = "<unknown>";

    private Ages() {}

    /** @param since RFC 3339; anything else is unknown */
    static String since(String since, Instant now) {
        if (since.isEmpty()) {
            return UNKNOWN;
        }
        try {
            return human(Duration.between(Instant.parse(since), now));
        } catch (DateTimeParseException _) {
            return "<invalid>";
        }
    }

    static String human(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (days < 8) {
            return two(days, "d", hours % 24, "h");
        }
        if (days < 730) {
            return days + "d";
        }
        long years = days / 365;
        return years < 8 ? two(years, "y", days % 365, "d") : years + "y";
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
    }
}
