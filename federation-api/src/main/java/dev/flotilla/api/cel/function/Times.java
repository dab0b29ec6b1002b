package dev.flotilla.api.cel.function;

import dev.flotilla.api.cel.value.CelError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of points and spans of time. */
final class Times {
    private static final Pattern OFFSET = Pattern.compile("([+-]?)([0-9]{2}):([0-9]{2})");

    private Times() {}

    static void addTo(FunctionSet.Builder into) {
        part(into, "getFullYear", "year", ZonedDateTime::getYear);
        part(into, "getMonth", "month", time -> time.getMonthValue() - 1L);
        part(into, "getDayOfYear", "day_of_year", time -> time.getDayOfYear() - 1L);
        part(into, "getDayOfMonth", "day_of_month", time -> time.getDayOfMonth() - 1L);
        part(into, "getDate", "day_of_month_1_based", ZonedDateTime::getDayOfMonth);
        part(into, "getDayOfWeek", "day_of_week", time -> time.getDayOfWeek().getValue() % 7L);
        part(into, "getHours", "hours", ZonedDateTime::getHour);
        part(into, "getMinutes", "minutes", ZonedDateTime::getMinute);
        part(into, "getSeconds", "seconds", ZonedDateTime::getSecond);
        part(into, "getMilliseconds", "milliseconds", time -> time.getNano() / 1_000_000L);
        span(into, "getHours", "hours", Duration::toHours);
        span(into, "getMinutes", "minutes", Duration::toMinutes);
        span(into, "getSeconds", "seconds", span -> span.toMillis() / 1_000);
        span(into, "getMilliseconds", "milliseconds", Duration::toMillis);
    }

    private static void part(FunctionSet.Builder into, String name, String id, ToLongFunction<ZonedDateTime> part) {
        into.known(
                name,
                "timestamp_to_" + id,
                "timestamp -> int",
                args -> part.applyAsLong(((Instant) args[0]).atZone(ZoneOffset.UTC)));
        into.known(
                name,
                "timestamp_to_" + id + "_with_tz",
                "timestamp, string -> int",
                args -> part.applyAsLong(((Instant) args[0]).atZone(zone((String) args[1]))));
    }

    private static void span(FunctionSet.Builder into, String name, String id, ToLongFunction<Duration> part) {
        into.known(name, "duration_to_" + id, "duration -> int", args -> part.applyAsLong((Duration) args[0]));
    }

    private static ZoneId zone(String name) {
        Matcher offset = OFFSET.matcher(name);
        try {
            if (offset.matches()) {
                int sign = "-".equals(offset.group(1)) ? -1 : 1;
                return ZoneOffset.ofHoursMinutes(
                        sign * Integer.parseInt(offset.group(2)), sign * Integer.parseInt(offset.group(3)));
            }
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw new CelError("unknown time zone " + name);
        }
    }
}
