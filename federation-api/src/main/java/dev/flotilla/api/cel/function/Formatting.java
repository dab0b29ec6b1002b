package dev.flotilla.api.cel.function;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import dev.flotilla.api.cel.value.Texts;
import dev.flotilla.api.cel.value.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** {@code string.format}: the clauses s, d, f, e, b, o, x and X, with a precision for f and e. */
final class Formatting {
    private static final int PRECISION = 6;
    private static final int PRECISION_MAX = 1_000;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Formatting() {}

    static String format(String pattern, List<?> args) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        int at = 0;
        while (at < pattern.length()) {
            char letter = pattern.charAt(at);
            at++;
            if (letter != '%') {
                text.append(letter);
                continue;
            }
            if (at >= pattern.length()) {
                throw new CelError("unexpected end of string");
            }
            if (pattern.charAt(at) == '%') {
                text.append('%');
                at++;
                continue;
            }
            if (next >= args.size()) {
                throw new CelError("index " + next + " out of range");
            }
            int digits = at;
            int precision = PRECISION;
            if (pattern.charAt(at) == '.') {
                digits++;
                while (digits < pattern.length() && Character.isDigit(pattern.charAt(digits))) {
                    digits++;
                }
                precision = precision(pattern, at + 1, digits);
            }
            text.append(clause(pattern.charAt(digits), precision, args.get(next)));
            next++;
            at = digits + 1;
        }
        return text.toString();
    }

    private static int precision(String pattern, int start, int end) {
        if (end >= pattern.length()) {
            throw new CelError("error while parsing precision: could not find end of precision specifier");
        }
        if (end == start) {
            return PRECISION;
        }
        return end - start > 4
                ? PRECISION_MAX
                : Math.min(PRECISION_MAX, Integer.parseInt(pattern.substring(start, end)));
    }

    private static String clause(char clause, int precision, Object arg) {
        return switch (clause) {
            case 's' -> string(arg);
            case 'd' -> decimal(arg);
            case 'f' -> fixed(arg, precision);
            case 'e' -> scientific(arg, precision);
            case 'b' -> binary(arg);
            case 'o' -> whole(arg, 'o').toString(8);
            case 'x' -> hexadecimal(arg);
            case 'X' -> hexadecimal(arg).toUpperCase(Locale.ROOT);
            default ->
                throw new CelError(
                        "could not parse formatting clause: unrecognized formatting clause \"" + clause + "\"");
        };
    }

    private static String string(Object arg) {
        return switch (arg) {
            case String text -> text;
            case Boolean flag -> flag.toString();
            case NullValue _ -> "null";
            case CelByteString bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8);
            case CelType type -> type.name();
            case Double number -> Texts.number(number);
            case Instant time -> Texts.time(time);
            case Duration span -> Texts.duration(span);
            case List<?> _, CelMap _ -> literal(arg);
            case Long _, UnsignedLong _ -> arg.toString();
            default -> throw unsupported("%s clause", arg);
        };
    }

    private static String literal(Object value) {
        return switch (value) {
            case String text -> StringFunctions.quote(text);
            case CelByteString bytes ->
                "b" + StringFunctions.quote(new String(bytes.toByteArray(), StandardCharsets.UTF_8));
            case Double number -> String.format(Locale.ROOT, "%.6f", number);
            case Instant time -> "timestamp(\"" + Texts.time(time) + "\")";
            case Duration span -> "duration(\"" + Texts.duration(span) + "\")";
            case List<?> list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(each -> parts.add(literal(each)));
                yield "[" + String.join(", ", parts) + "]";
            }
            case CelMap map -> {
                TreeMap<String, String> parts = new TreeMap<>();
                for (Object key : map.keys()) {
                    Object entry = map.find(key);
                    if (entry != null) {
                        parts.put(literal(key), literal(entry));
                    }
                }
                List<String> entries = new ArrayList<>();
                parts.forEach((key, entry) -> entries.add(key + ":" + entry));
                yield "{" + String.join(", ", entries) + "}";
            }
            default -> string(value);
        };
    }

    private static CelError unsupported(String clause, Object arg) {
        return new CelError("error during formatting: " + clause + ": unsupported type "
                + Values.typeOf(arg).name());
    }

    private static String decimal(Object arg) {
        if (arg instanceof Long || arg instanceof UnsignedLong) {
            return arg.toString();
        }
        throw new CelError("error during formatting: decimal clause can only be used on integers, was given "
                + Values.typeOf(arg).name());
    }

    private static double real(Object arg, String clause) {
        return switch (arg) {
            case Double number -> number;
            case String text when text.equals("NaN") -> Double.NaN;
            case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            default ->
                throw new CelError("error during formatting: " + clause
                        + " clause can only be used on doubles, was given "
                        + Values.typeOf(arg).name());
        };
    }

    private static String notFinite(double number) {
        return Double.isNaN(number) ? "NaN" : number > 0 ? "∞" : "-∞";
    }

    private static String fixed(Object arg, int precision) {
        double number = real(arg, "fixed-point");
        return Double.isFinite(number) ? String.format(Locale.US, "%,." + precision + "f", number) : notFinite(number);
    }

    private static String scientific(Object arg, int precision) {
        double number = real(arg, "scientific");
        if (!Double.isFinite(number)) {
            return notFinite(number);
        }
        String[] parts =
                String.format(Locale.US, "%." + precision + "e", number).split("e");
        StringBuilder text = new StringBuilder(parts[0]).append("\u202f×\u202f10");
        for (char digit : parts[1].toCharArray()) {
            if (digit == '-') {
                text.append('⁻');
            } else if (digit != '+') {
                text.append(SUPERSCRIPTS.charAt(digit - '0'));
            }
        }
        return text.toString();
    }

    private static String binary(Object arg) {
        return arg instanceof Boolean flag
                ? (flag ? "1" : "0")
                : whole(arg, 'b').toString(2);
    }

    private static BigInteger whole(Object arg, char clause) {
        return switch (arg) {
            case Long number -> BigInteger.valueOf(number);
            case UnsignedLong number -> number.bigIntegerValue();
            default ->
                throw new CelError("error during formatting: only integers"
                        + (clause == 'b' ? " and bools" : "") + " can be formatted as "
                        + (clause == 'b' ? "binary" : "octal") + ", was given "
                        + Values.typeOf(arg).name());
        };
    }

    private static String hexadecimal(Object arg) {
        return switch (arg) {
            case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
            case Long number -> BigInteger.valueOf(number).toString(16);
            case UnsignedLong number -> number.bigIntegerValue().toString(16);
            default ->
                throw new CelError("error during formatting: only integers, byte buffers, and strings can be formatted"
                        + " as hex, was given " + Values.typeOf(arg).name());
        };
    }
}
