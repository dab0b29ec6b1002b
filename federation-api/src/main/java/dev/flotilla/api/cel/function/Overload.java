package dev.flotilla.api.cel.function;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.values.CelByteString;
import dev.flotilla.api.cel.value.CelMap;
import dev.flotilla.api.cel.value.Opaque;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One way to call a function.
 *
 * @param id the name of the overload in checked expressions
 * @param member whether it is called on its first argument
 * @param declared false if the checker knows it without being told
 */
public record Overload(
        String function,
        String id,
        boolean member,
        boolean declared,
        List<CelType> parameters,
        CelType result,
        CelFunction code) {
    public Overload {
        parameters = List.copyOf(parameters);
    }

    /** Whether values are of the types it takes. */
    public boolean accepts(Object[] args) {
        if (args.length != parameters.size()) {
            return false;
        }
        for (int i = 0; i < args.length; i++) {
            if (!accepts(parameters.get(i), args[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean accepts(CelType type, Object value) {
        return switch (type.kind()) {
            case BOOL -> value instanceof Boolean;
            case INT -> value instanceof Long;
            case UINT -> value instanceof UnsignedLong;
            case DOUBLE -> value instanceof Double;
            case STRING -> value instanceof String;
            case BYTES -> value instanceof CelByteString;
            case TIMESTAMP -> value instanceof Instant;
            case DURATION -> value instanceof Duration;
            case LIST ->
                value instanceof List<?> list
                        && (list.isEmpty() || accepts(((ListType) type).elemType(), list.getFirst()));
            case MAP -> value instanceof CelMap;
            case TYPE -> value instanceof CelType;
            case OPAQUE ->
                type.name().startsWith("optional")
                        ? value instanceof Optional<?>
                        : value instanceof Opaque opaque && opaque.type().name().equals(type.name());
            default -> true;
        };
    }

    CelOverloadDecl declaration() {
        return member
                ? CelOverloadDecl.newMemberOverload(id, result, parameters)
                : CelOverloadDecl.newGlobalOverload(id, result, parameters);
    }
}
