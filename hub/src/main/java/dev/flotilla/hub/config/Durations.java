package dev.flotilla.hub.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long something lasts, as {@code 500ms}, {@code 2s}, {@code 5m} or {@code 12h}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(?<count>-?\\d{1,9})(?<unit>ms|s|m|h)");

    private Durations() {}

    /** @throws IllegalArgumentException if it has another form, with the form that is wanted */
    static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration; write a number and ms, s, m or h, as 500ms");
        }
        long count = Long.parseLong(form.group("count"));
        return switch (form.group("unit")) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
