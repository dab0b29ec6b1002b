package dev.flotilla.api.cel.function;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import dev.flotilla.api.cel.value.GoDurations;
import dev.flotilla.api.cel.value.JsonValues;
import dev.flotilla.api.cel.value.LiteralMap;
import dev.flotilla.api.cel.value.Texts;
import dev.flotilla.api.cel.value.Values;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversions between CEL's own types, and size. */
final class Conversions {
    private static final double TWO_63 = 0x1p63;
    private static final double TWO_64 = 0x1p64;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Conversions() {}

    static void addTo(FunctionSet.Builder into) {
        into.known("dyn", "to_dyn", "A -> dyn", args -> args[0]);
        into.known("type", "type", "A -> type", args -> Values.typeOf(args[0]));
        into.known("size", "size_string", "string -> int", args -> (long) Texts.length((String) args[0]));
        into.known("size", "size_bytes", "bytes -> int", args -> (long) ((CelByteString) args[0]).size());
        into.known("size", "size_list", "list(A) -> int", args -> (long) ((List<?>) args[0]).size());
        into.known("size", "size_map", "map(A, B) -> int", args -> (long) ((CelMap) args[0]).size());
        into.known("bool", "bool_to_bool", "bool -> bool", args -> args[0]);
        into.known("bool", "string_to_bool", "string -> bool", args -> bool((String) args[0]));
        ints(into);
        uints(into);
        into.known("double", "double_to_double", "double -> double", args -> args[0]);
        into.known("double", "int64_to_double", "int -> double", args -> (double) (Long) args[0]);
        into.known("double", "uint64_to_double", "uint -> double", args -> ((UnsignedLong) args[0]).doubleValue());
        into.known("double", "string_to_double", "string -> double", args -> real((String) args[0]));
        strings(into);
        into.known("bytes", "bytes_to_bytes", "bytes -> bytes", args -> args[0]);
        into.known("bytes", "string_to_bytes", "string -> bytes", args -> CelByteString.copyFromUtf8((String) args[0]));
        into.known("duration", "duration_to_duration", "duration -> duration", args -> args[0]);
        into.known("duration", "string_to_duration", "string -> duration", args -> duration((String) args[0]));
        into.known("timestamp", "timestamp_to_timestamp", "timestamp -> timestamp", args -> args[0]);
        into.known("timestamp", "string_to_timestamp", "string -> timestamp", args -> timestamp((String) args[0]));
        into.known(
                "timestamp",
                "int64_to_timestamp",
                "int -> timestamp",
                args -> inRange(Instant.ofEpochSecond((Long) args[0])));
        into.known(
                "cel.@mapInsert",
                "@mapInsert_map_key_value",
                "map(A, B), A, B -> map(A, B)",
                args -> LiteralMap.with((CelMap) args[0], args[1], args[2]));
        into.known("cel.@mapInsert", "@mapInsert_map_map", "map(A, B), map(A, B) -> map(A, B)", Conversions::joined);
    }

    private static Object joined(Object[] args) {
        CelMap joined = (CelMap) args[0];
        CelMap more = (CelMap) args[1];
        for (Object key : more.keys()) {
            Object value = more.find(key);
            if (value != null) {
                joined = LiteralMap.with(joined, key, value);
            }
        }
        return joined;
    }

    private static void ints(FunctionSet.Builder into) {
        into.known("int", "int64_to_int64", "int -> int", args -> args[0]);
        into.known("int", "uint64_to_int64", "uint -> int", args -> {
            UnsignedLong value = (UnsignedLong) args[0];
            if (value.longValue() < 0) {
                throw new CelError("integer overflow");
            }
            return value.longValue();
        });
        into.known("int", "double_to_int64", "double -> int", args -> {
            double value = (Double) args[0];
            if (!(value > -TWO_63 && value < TWO_63)) {
                throw new CelError("integer overflow");
            }
            return (long) value;
        });
        into.known("int", "string_to_int64", "string -> int", args -> integer((String) args[0]));
        into.known("int", "timestamp_to_int64", "timestamp -> int", args -> ((Instant) args[0]).getEpochSecond());
    }

    private static void uints(FunctionSet.Builder into) {
        into.known("uint", "uint64_to_uint64", "uint -> uint", args -> args[0]);
        into.known("uint", "int64_to_uint64", "int -> uint", args -> {
            long value = (Long) args[0];
            if (value < 0) {
                throw new CelError("unsigned integer overflow");
            }
            return UnsignedLong.fromLongBits(value);
        });
        into.known("uint", "double_to_uint64", "double -> uint", args -> {
            double value = (Double) args[0];
            if (!(value >= 0 && value < TWO_64)) {
                throw new CelError("unsigned integer overflow");
            }
            return UnsignedLong.valueOf(new java.math.BigDecimal(value).toBigInteger());
        });
        into.known("uint", "string_to_uint64", "string -> uint", args -> {
            try {
                return UnsignedLong.valueOf((String) args[0]);
            } catch (NumberFormatException _) {
                throw CelError.conversion("string", "uint");
            }
        });
    }

    private static void strings(FunctionSet.Builder into) {
        into.known("string", "string_to_string", "string -> string", args -> args[0]);
        into.known("string", "bool_to_string", "bool -> string", args -> args[0].toString());
        into.known("string", "int64_to_string", "int -> string", args -> args[0].toString());
        into.known("string", "uint64_to_string", "uint -> string", args -> args[0].toString());
        into.known("string", "double_to_string", "double -> string", args -> Texts.number((Double) args[0]));
        into.known("string", "timestamp_to_string", "timestamp -> string", args -> Texts.time((Instant) args[0]));
        into.known("string", "duration_to_string", "duration -> string", args -> Texts.duration((Duration) args[0]));
        into.known("string", "bytes_to_string", "bytes -> string", args -> {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(((CelByteString) args[0]).toByteArray()))
                        .toString();
            } catch (CharacterCodingException _) {
                throw new CelError("invalid UTF-8 in bytes, cannot convert to string");
            }
        });
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw CelError.conversion("string", "bool");
        };
    }

    private static Long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw CelError.conversion("string", "int");
        }
    }

    private static Double real(String text) {
        try {
            return switch (text.toLowerCase(java.util.Locale.ROOT)) {
                case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> {
                    if (text.isEmpty()
                            || text.isBlank()
                            || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0
                            || !text.equals(text.strip())) {
                        throw CelError.conversion("string", "double");
                    }
                    yield Double.parseDouble(text);
                }
            };
        } catch (NumberFormatException _) {
            throw CelError.conversion("string", "double");
        }
    }

    static Duration duration(String text) {
        Duration parsed = GoDurations.parse(text);
        if (parsed == null) {
            throw CelError.conversion("string", "google.protobuf.Duration");
        }
        return parsed;
    }

    static Instant timestamp(String text) {
        @Nullable Instant parsed = JsonValues.timestamp(text);
        if (parsed == null) {
            throw CelError.conversion("string", "google.protobuf.Timestamp");
        }
        return inRange(parsed);
    }

    static Instant inRange(Instant time) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new CelError("timestamp overflow");
        }
        return time;
    }
}
