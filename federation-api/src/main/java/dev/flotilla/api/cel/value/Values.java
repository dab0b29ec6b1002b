package dev.flotilla.api.cel.value;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Equality, order, type and size of values. */
public final class Values {
    private Values() {}

    public static boolean equal(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return equalNumbers(left, right);
        }
        return switch (left) {
            case List<?> list -> right instanceof List<?> other && equalLists(list, other);
            case CelMap map -> right instanceof CelMap other && map.sameAs(other);
            case Optional<?> some ->
                right instanceof Optional<?> other
                        && some.isPresent() == other.isPresent()
                        && (some.isEmpty() || equal(some.get(), other.orElseThrow()));
            case CelType type -> right instanceof CelType other && type.name().equals(other.name());
            default -> left.equals(right);
        };
    }

    private static boolean equalLists(List<?> list, List<?> other) {
        if (list instanceof JsonList typed) {
            return typed.sameAs(other);
        }
        if (list.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!equal(list.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    public static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof UnsignedLong;
    }

    private static boolean equalNumbers(Object left, Object right) {
        boolean nan = (left instanceof Double one && one.isNaN()) || (right instanceof Double other && other.isNaN());
        return !nan && compareNumbers(left, right) == 0;
    }

    /**
     * Which of two values of comparable types comes first.
     *
     * @throws CelError if they have no order
     */
    public static int compare(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            if ((left instanceof Double one && one.isNaN()) || (right instanceof Double other && other.isNaN())) {
                throw new CelError("NaN values cannot be ordered");
            }
            return compareNumbers(left, right);
        }
        return switch (left) {
            case String one when right instanceof String other -> compareText(one, other);
            case Boolean one when right instanceof Boolean other -> Boolean.compare(one, other);
            case Instant one when right instanceof Instant other -> one.compareTo(other);
            case Duration one when right instanceof Duration other -> one.compareTo(other);
            case CelByteString one
            when right instanceof CelByteString other ->
                java.util.Arrays.compareUnsigned(one.toByteArray(), other.toByteArray());
            default -> throw CelError.noSuchOverload();
        };
    }

    /** By code point, as UTF-8 bytes sort. */
    private static int compareText(String left, String right) {
        int at = 0;
        while (at < left.length() && at < right.length()) {
            int one = left.codePointAt(at);
            int other = right.codePointAt(at);
            if (one != other) {
                return Integer.compare(one, other);
            }
            at += Character.charCount(one);
        }
        return Integer.compare(left.length(), right.length());
    }

    private static int compareNumbers(Object left, Object right) {
        if (left instanceof Long one && right instanceof Long other) {
            return Long.compare(one, other);
        }
        if (left instanceof Double one && right instanceof Double other) {
            return one < other ? -1 : one > other ? 1 : 0;
        }
        if (left instanceof Double one && one.isInfinite()) {
            return one > 0 ? 1 : -1;
        }
        if (right instanceof Double other && other.isInfinite()) {
            return other > 0 ? -1 : 1;
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Object number) {
        return switch (number) {
            case Long whole -> BigDecimal.valueOf(whole);
            case UnsignedLong whole -> new BigDecimal(whole.bigIntegerValue());
            case Double real -> new BigDecimal(real);
            default -> throw CelError.noSuchOverload();
        };
    }

    /** The type of a value, as {@code type()} gives it. */
    public static CelType typeOf(Object value) {
        return switch (value) {
            case Boolean _ -> SimpleType.BOOL;
            case Long _ -> SimpleType.INT;
            case UnsignedLong _ -> SimpleType.UINT;
            case Double _ -> SimpleType.DOUBLE;
            case String _ -> SimpleType.STRING;
            case CelByteString _ -> SimpleType.BYTES;
            case Instant _ -> SimpleType.TIMESTAMP;
            case Duration _ -> SimpleType.DURATION;
            case NullValue _ -> SimpleType.NULL_TYPE;
            case List<?> _ -> ListType.create(SimpleType.DYN);
            case CelMap _ -> MapType.create(SimpleType.DYN, SimpleType.DYN);
            case Optional<?> _ -> OptionalType.create(SimpleType.DYN);
            case CelType type -> TypeType.create(type);
            case Opaque opaque -> opaque.type();
            default -> SimpleType.DYN;
        };
    }

    /** How much work a value is to walk, by which cost is counted; 1 for what has no size. */
    public static long size(Object value) {
        return switch (value) {
            case String text -> Texts.length(text);
            case CelByteString bytes -> bytes.size();
            case List<?> list -> list.size();
            case CelMap map -> map.size();
            case Optional<?> some when some.isPresent() -> size(some.get());
            case Sized sized -> sized.size();
            default -> 1;
        };
    }

    /** An opaque value that is larger than one. */
    public interface Sized {
        long size();
    }
}
