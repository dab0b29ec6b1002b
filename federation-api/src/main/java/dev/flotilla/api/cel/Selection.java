package dev.flotilla.api.cel;

import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields, keys and indices: what is found, and what is said when nothing is. What holds nothing lacks every key. */
final class Selection {
    private Selection() {}

    static Object of(Object operand, Object key) {
        if (operand instanceof Optional<?> optional) {
            return optional.flatMap(inside -> find(inside, key));
        }
        return switch (operand) {
            case CelMap map -> {
                @Nullable Object value = map.find(key);
                if (value == null) {
                    throw CelError.noSuchKey(key);
                }
                yield value;
            }
            case List<?> list -> list.get(index(list, key));
            default -> throw CelError.noSuchKey(key);
        };
    }

    /** The value as an optional; absence is no failure. */
    static Optional<Object> find(Object operand, Object key) {
        return switch (operand) {
            case Optional<?> optional -> optional.flatMap(inside -> find(inside, key));
            case CelMap map -> Optional.ofNullable(map.find(key));
            case List<?> list
            when key instanceof Long at ->
                at >= 0 && at < list.size() ? Optional.of(list.get(at.intValue())) : Optional.empty();
            case List<?> _ -> throw CelError.noSuchOverload();
            default -> Optional.empty();
        };
    }

    static Boolean has(Object operand, String field) {
        return switch (operand) {
            case Optional<?> optional -> optional.isPresent() && has(optional.get(), field);
            case CelMap map -> map.find(field) != null;
            default -> false;
        };
    }

    private static int index(List<?> list, Object key) {
        long at = switch (key) {
            case Long whole -> whole;
            case com.google.common.primitives.UnsignedLong whole -> whole.longValue();
            case Double real when real == Math.rint(real) -> real.longValue();
            default -> throw CelError.noSuchOverload();
        };
        if (at < 0 || at >= list.size()) {
            throw CelError.outOfBounds(at);
        }
        return (int) at;
    }
}
