package dev.flotilla.api.cel.value;

import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values as text, as {@code string()} and messages print them. */
public final class Texts {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final double PLAIN_MAX = 1e21;
    private static final double PLAIN_MIN = 1e-4;

    private Texts() {}

    static String plain(Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> number(number);
            case Instant time -> time(time);
            case Duration span -> duration(span);
            case NullValue _ -> "null";
            default -> value.toString();
        };
    }

    /** The shortest text that reads back as the number, as Go prints it. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(value);
        if (value == 0 || (size >= PLAIN_MIN && size < PLAIN_MAX)) {
            String plain = new java.math.BigDecimal(Double.toString(value))
                    .stripTrailingZeros()
                    .toPlainString();
            return value == 0 ? "0" : plain;
        }
        java.math.BigDecimal exact = new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        String digits = exact.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return (value < 0 ? "-" : "") + mantissa + "e" + sign + power;
    }

    /** RFC 3339 in UTC with as many digits of a second as are needed. */
    public static String time(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        return SECONDS.format(utc) + fraction(utc.getNano()) + "Z";
    }

    /** Seconds, as CEL prints a duration: {@code 3600s}. */
    public static String duration(Duration span) {
        boolean negative = span.isNegative();
        Duration size = span.abs();
        return (negative ? "-" : "") + size.getSeconds() + fraction(size.getNano()) + "s";
    }

    private static String fraction(int nanos) {
        if (nanos == 0) {
            return "";
        }
        String digits = String.format("%09d", nanos);
        return "." + digits.replaceAll("0+$", "");
    }

    /** The number of code points, which is a string's size. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
