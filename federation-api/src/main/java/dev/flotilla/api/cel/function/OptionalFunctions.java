package dev.flotilla.api.cel.function;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values that may be absent; {@code or} and {@code orValue} are lazy and planned as operators. */
final class OptionalFunctions {
    private OptionalFunctions() {}

    static void addTo(FunctionSet.Builder into) {
        into.known("optional.of", "optional_of", "A -> optional(A)", args -> Optional.of(args[0]));
        into.known("optional.none", "optional_none", "-> optional(A)", _ -> Optional.empty());
        into.known(
                "optional.ofNonZeroValue",
                "optional_ofNonZeroValue",
                "A -> optional(A)",
                args -> isZero(args[0]) ? Optional.empty() : Optional.of(args[0]));
        into.known(
                "value",
                "optional_value",
                "optional(A) -> A",
                args -> ((Optional<?>) args[0]).orElseThrow(() -> new CelError("optional.none() dereference")));
        into.known("hasValue", "optional_hasValue", "optional(A) -> bool", args -> ((Optional<?>) args[0]).isPresent());
        into.known(
                "first",
                "list_first",
                "list(A) -> optional(A)",
                args -> ((List<?>) args[0]).stream().findFirst());
        into.known("last", "list_last", "list(A) -> optional(A)", args -> {
            List<?> list = (List<?>) args[0];
            return list.isEmpty() ? Optional.empty() : Optional.of(list.getLast());
        });
        into.known("optional.unwrap", "optional_unwrap", "list(optional(A)) -> list(A)", OptionalFunctions::unwrap);
        into.known("unwrapOpt", "optional_unwrapOpt", "list(optional(A)) -> list(A)", OptionalFunctions::unwrap);
    }

    private static Object unwrap(Object[] args) {
        return ((List<?>) args[0])
                .stream()
                        .map(each -> each instanceof Optional<?> optional ? optional : Optional.of(each))
                        .flatMap(Optional::stream)
                        .toList();
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case NullValue _ -> true;
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case UnsignedLong number -> number.longValue() == 0;
            case Double number -> number == 0;
            case String text -> text.isEmpty();
            case CelByteString bytes -> bytes.isEmpty();
            case List<?> list -> list.isEmpty();
            case CelMap map -> map.size() == 0;
            case Duration span -> span.isZero();
            case Instant time -> time.equals(Instant.parse("0001-01-01T00:00:00Z"));
            default -> false;
        };
    }
}
