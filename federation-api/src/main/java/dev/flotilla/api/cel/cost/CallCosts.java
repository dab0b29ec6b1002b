package dev.flotilla.api.cel.cost;

import dev.cel.common.values.CelByteString;
import dev.flotilla.api.cel.function.FormatFunctions;
import dev.flotilla.api.cel.value.CelMap;
import dev.flotilla.api.cel.value.Opaque;
import dev.flotilla.api.cel.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a call has cost, by the sizes of its arguments and of its result. */
public final class CallCosts {
    /** What walking one character of a string costs. */
    static final double TRAVERSAL = 0.1;

    /** What one character of a regular expression costs for each ten of the text. */
    static final double REGEX = 0.25;

    private static final long AUTHORIZATION = 350_000;

    private CallCosts() {}

    /** @param overload the overload's name, or how it begins where several share one rule */
    public static long of(String function, String overload, Object[] args, Object result) {
        return switch (function) {
            case "check" -> AUTHORIZATION;
            case "fieldSelector", "labelSelector" -> selector(Values.size(args[1]));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> walk(args[0]);
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "jsonpatch.escapeKey",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver" -> scaled(args[0], 1);
            case "replace", "split", "ip.isCanonical" -> scaled(args[0], 2);
            case "join" -> scaled(result, 2);
            case "find", "findAll", "matches" -> regex(args[0], Values.size(args[1]));
            case "ip" -> overload.equals("cidr_ip") ? 1 : scaled(args[0], 1);
            case "containsIP" ->
                scaled(args[0], 2) + (overload.equals("cidr_contains_ip_string") ? scaled(args[1], 1) : 0);
            case "containsCIDR" ->
                scaled(args[0], 2)
                        + scaled(args[0], 1)
                        + 1
                        + (overload.equals("cidr_contains_cidr_string") ? scaled(args[1], 1) : 0);
            case "validate" ->
                args[0] instanceof FormatFunctions.NamedFormat format ? regex(args[1], format.regexLength()) : 1;
            case "_==_" -> args[0] instanceof Opaque ? 1 : smaller(args);
            case "_!=_" -> smaller(args);
            case "_<_", "_<=_", "_>_", "_>=_" ->
                args[0] instanceof String || args[0] instanceof CelByteString ? smaller(args) : 1;
            case "_+_" ->
                args[0] instanceof String || args[0] instanceof CelByteString
                        ? ceil((Values.size(args[0]) + Values.size(args[1])) * TRAVERSAL)
                        : 1;
            case "@in" -> args[1] instanceof List<?> list ? list.size() : 1;
            case "startsWith", "endsWith", "strings.quote", "format" -> scaled(args[0], 1);
            case "bytes", "string" ->
                overload.equals("string_to_bytes") || overload.equals("bytes_to_string") ? scaled(args[0], 1) : 1;
            case "contains" -> scaled(args[0], 1) * scaled(args[1], 1);
            default -> 1;
        };
    }

    static long ceil(double value) {
        return (long) Math.ceil(value);
    }

    private static long scaled(Object value, int times) {
        return ceil(Values.size(value) * times * TRAVERSAL);
    }

    private static long regex(Object text, long length) {
        return ceil((1.0 + Values.size(text)) * TRAVERSAL) * ceil(length * REGEX);
    }

    private static long smaller(Object[] args) {
        return ceil(Math.min(Values.size(args[0]), Values.size(args[1])) * TRAVERSAL);
    }

    /** A selector becomes a list of requirements, each at least two characters long. */
    static long selector(long length) {
        return 10 + ceil(length * TRAVERSAL) + ceil(ceil(length * 0.5) * 50.0);
    }

    private static long walk(Object value) {
        return switch (value) {
            case String text -> (long) (text.getBytes(StandardCharsets.UTF_8).length * TRAVERSAL);
            case CelByteString bytes -> (long) (bytes.size() * TRAVERSAL);
            case List<?> list -> {
                long cost = 0;
                for (Object each : list) {
                    cost += walk(each);
                }
                yield cost;
            }
            case CelMap map -> {
                long cost = 0;
                for (Object key : map.keys()) {
                    Object entry = map.find(key);
                    cost += walk(key) + (entry == null ? 0 : walk(entry));
                }
                yield cost;
            }
            default -> 1;
        };
    }
}
