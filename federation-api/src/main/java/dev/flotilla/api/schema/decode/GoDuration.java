package dev.flotilla.api.schema.decode;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go spells them: {@code 1h30m0s}. */
final class GoDuration {
    private static final Pattern TERM = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "μs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private GoDuration() {}

    static String normalise(String text) {
        return format(parse(text));
    }

    private static long parse(String text) {
        boolean negative = text.startsWith("-");
        String terms = negative || text.startsWith("+") ? text.substring(1) : text;
        if (terms.equals("0")) {
            return 0;
        }
        Matcher term = TERM.matcher(terms);
        BigDecimal total = BigDecimal.ZERO;
        int end = 0;
        while (term.find() && term.start() == end) {
            total = total.add(new BigDecimal(term.group(1)).multiply(BigDecimal.valueOf(nanos(term.group(2)))));
            end = term.end();
        }
        if (end == 0 || end < terms.length() || total.toBigInteger().bitLength() >= Long.SIZE) {
            throw new DecodeFailure("time: invalid duration " + GoText.quoted(text));
        }
        return negative ? -total.longValue() : total.longValue();
    }

    static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        BigDecimal rest = BigDecimal.valueOf(nanos).abs();
        if (rest.compareTo(BigDecimal.valueOf(nanos("s"))) < 0) {
            String unit = rest.compareTo(BigDecimal.valueOf(1_000_000)) >= 0
                    ? "ms"
                    : rest.compareTo(BigDecimal.valueOf(1_000)) >= 0 ? "µs" : "ns";
            return sign + plain(rest.divide(BigDecimal.valueOf(nanos(unit)))) + unit;
        }
        BigDecimal seconds = rest.movePointLeft(9);
        long minutes = seconds.longValue() / 60;
        String tail = plain(seconds.subtract(BigDecimal.valueOf(minutes * 60))) + "s";
        if (minutes == 0) {
            return sign + tail;
        }
        return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + tail;
    }

    private static long nanos(String unit) {
        return Objects.requireNonNull(NANOS.get(unit), unit);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
