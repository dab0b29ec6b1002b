package dev.flotilla.api.schema.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Kubernetes' two forms of time, read and refused as Go reads and refuses them. */
final class GoTime {
    private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";
    private static final DateTimeFormatter WRITE_SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter WRITE_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private final String text;
    private final boolean micros;
    private int position;

    private GoTime(String text, boolean micros) {
        this.text = text;
        this.micros = micros;
    }

    /** The text in UTC, to the second, or to the microsecond. */
    static String normalise(String text, boolean micros) {
        return format(new GoTime(text, micros).parse(), micros);
    }

    static String format(Instant time, boolean micros) {
        return time.atOffset(ZoneOffset.UTC).format(micros ? WRITE_MICROS : WRITE_SECONDS);
    }

    private Instant parse() {
        int year = number(4, "2006", 0, 9999, "");
        literal("-");
        int month = number(2, "01", 1, 12, "month");
        literal("-");
        int dayAt = position;
        int day = number(2, "02", 1, 31, "day");
        literal("T");
        int hour = number(2, "15", 0, 23, "hour");
        literal(":");
        int minute = number(2, "04", 0, 59, "minute");
        literal(":");
        int second = number(2, "05", 0, 59, "second");
        int nanos = fraction();
        ZoneOffset zone = zone();
        if (position < text.length()) {
            throw failure(": extra text: " + quoted(text.substring(position)));
        }
        try {
            return OffsetDateTime.of(LocalDateTime.of(year, month, day, hour, minute, second, nanos), zone)
                    .toInstant();
        } catch (DateTimeException e) {
            position = dayAt;
            throw failure(": day out of range");
        }
    }

    private int number(int digits, String element, int min, int max, String name) {
        int end = position + digits;
        if (end > text.length() || !text.substring(position, end).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw cannot(element);
        }
        int value = Integer.parseInt(text.substring(position, end));
        position = end;
        if (value < min || value > max) {
            throw failure(": " + name + " out of range");
        }
        return value;
    }

    private void literal(String expected) {
        if (!text.startsWith(expected, position)) {
            throw cannot(expected);
        }
        position++;
    }

    private int fraction() {
        int end = position;
        if (end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
            end++;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
        }
        String digits = end > position ? text.substring(position + 1, end) : "";
        if (micros ? digits.length() != 6 : end > position && digits.isEmpty()) {
            throw cannot(micros ? ".000000" : "Z07:00");
        }
        position = end;
        return digits.isEmpty() ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
    }

    private ZoneOffset zone() {
        if (text.startsWith("Z", position)) {
            position++;
            return ZoneOffset.UTC;
        }
        String rest = text.substring(position);
        if (!rest.matches("(?s)[+-][0-9]{2}:[0-9]{2}.*")) {
            throw cannot("Z07:00");
        }
        position += "+00:00".length();
        try {
            return ZoneOffset.of(rest.substring(0, "+00:00".length()));
        } catch (DateTimeException e) {
            throw failure(": time zone offset hour out of range");
        }
    }

    private DecodeFailure cannot(String element) {
        return failure(": cannot parse " + quoted(text.substring(position)) + " as " + quoted(element));
    }

    private DecodeFailure failure(String why) {
        boolean bare = why.endsWith("out of range") || why.startsWith(": extra");
        String layout = bare ? "" : " as " + quoted(micros ? MICROS : SECONDS);
        return new DecodeFailure("parsing time " + quoted(text) + layout + why);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
