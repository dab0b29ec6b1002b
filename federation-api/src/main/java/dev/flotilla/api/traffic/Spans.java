package dev.flotilla.api.traffic;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the Gateway API spells them: {@code 1m30s}. */
public final class Spans {
    /** What a schema lets pass. */
    public static final String PATTERN = "^([0-9]{1,6}(h|m|s|ms)){1,4}$";

    private static final Pattern TERM = Pattern.compile("([0-9]{1,6})(h|ms|m|s)");

    private Spans() {}

    /** @return empty if it is not spelled so */
    public static Optional<Duration> parse(String text) {
        Matcher term = TERM.matcher(text);
        Duration total = Duration.ZERO;
        int end = 0;
        while (term.find() && term.start() == end) {
            total = total.plus(of(Long.parseLong(term.group(1)), term.group(2)));
            end = term.end();
        }
        return end == 0 || end < text.length() ? Optional.empty() : Optional.of(total);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMillis(amount);
        };
    }
}
