package dev.flotilla.api.cel.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go and OpenAPI write them: {@code 1h30m}, {@code 1.5s}, {@code 2 days}. */
public final class GoDurations {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)([a-zµμ]+)");
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final long DAY = 86_400_000_000_000L;
    private static final Pattern WORDS = Pattern.compile("((?:(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))+)\\s*([A-Za-zµ]+)");
    private static final Map<String, Long> WORD_UNITS = Map.ofEntries(
            Map.entry("nanosecond", 1L),
            Map.entry("microsecond", 1_000L),
            Map.entry("millisecond", 1_000_000L),
            Map.entry("milli", 1_000_000L),
            Map.entry("second", 1_000_000_000L),
            Map.entry("sec", 1_000_000_000L),
            Map.entry("minute", 60_000_000_000L),
            Map.entry("min", 60_000_000_000L),
            Map.entry("hour", 3_600_000_000_000L),
            Map.entry("hr", 3_600_000_000_000L),
            Map.entry("day", DAY),
            Map.entry("d", DAY),
            Map.entry("week", 7 * DAY),
            Map.entry("wk", 7 * DAY),
            Map.entry("w", 7 * DAY));

    private GoDurations() {}

    /** Go's own syntax; null if it is not that, or beyond 292 years. */
    public static @Nullable Duration parse(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher parts = PART.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            Long unit = parts.find(at) && parts.start() == at ? UNITS.get(parts.group(2)) : null;
            if (unit == null) {
                return null;
            }
            nanos = nanos.add(new BigDecimal(decimal(parts.group(1))).multiply(BigDecimal.valueOf(unit)));
            at = parts.end();
        }
        if (rest.isEmpty() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return null;
        }
        long size = nanos.setScale(0, RoundingMode.DOWN).longValue();
        return Duration.ofNanos(text.startsWith("-") ? -size : size);
    }

    private static String decimal(String number) {
        return number.endsWith(".") ? number + "0" : number;
    }

    /** Go's syntax, or the words that OpenAPI's format takes as well. */
    static Duration parseLoosely(String text) {
        Duration plain = parse(text);
        if (plain != null) {
            return plain;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        boolean some = false;
        Matcher words = WORDS.matcher(text);
        while (words.find()) {
            String word = words.group(2);
            String one = word.length() > 1 && word.endsWith("s") && !UNITS.containsKey(word)
                    ? word.substring(0, word.length() - 1)
                    : word;
            Long unit = UNITS.getOrDefault(one, WORD_UNITS.get(one));
            if (unit != null) {
                nanos = nanos.add(new BigDecimal(decimal(words.group(1))).multiply(BigDecimal.valueOf(unit)));
                some = true;
            }
        }
        if (!some) {
            throw new CelError("Invalid duration " + text + ": unable to parse " + text + " as duration");
        }
        return Duration.ofNanos(nanos.longValue());
    }
}
