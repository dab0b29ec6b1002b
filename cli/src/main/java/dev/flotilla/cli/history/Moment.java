package dev.flotilla.cli.history;

import dev.flotilla.cli.UserError;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in the past as it is typed: a resourceVersion, a time, or how long ago. */
public final class Moment {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private Moment() {}

    /**
     * What the hub takes for it.
     *
     * @throws UserError if it is none of these
     */
    public static String of(String typed, Instant now) {
        if (typed.matches("[0-9]{1,18}")) {
            return typed;
        }
        Matcher ago = AGO.matcher(typed);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                            switch (ago.group(2)) {
                                case "s" -> Duration.ofSeconds(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            })
                    .toString();
        }
        try {
            return Instant.parse(typed).toString();
        } catch (DateTimeParseException invalid) {
            throw new UserError("'" + typed + "' is no point in the past: write a resourceVersion, a time like"
                    + " 2026-01-31T12:00:00Z, or how long ago, as 90s, 10m, 3h or 2d");
        }
    }
}
