package dev.flotilla.api.cel.function;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.JsonList;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;

/** CEL's arithmetic: overflow is an error, never a wrong number. */
public final class Arithmetic {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Arithmetic() {}

    public static Object add(Object left, Object right) {
        return switch (left) {
            case Long one when right instanceof Long other -> exact(() -> Math.addExact(one, other));
            case Double one when right instanceof Double other -> one + other;
            case UnsignedLong one
            when right instanceof UnsignedLong other ->
                unsigned(one.bigIntegerValue().add(other.bigIntegerValue()));
            case String one when right instanceof String other -> one + other;
            case CelByteString one when right instanceof CelByteString other -> one.concat(other);
            case JsonList one when right instanceof List<?> other -> one.plus(other);
            case List<?> one when right instanceof List<?> other -> new Joined(one, other);
            case Duration one when right instanceof Duration other -> bounded(one.plus(other));
            case Duration one when right instanceof Instant other -> shifted(other, one);
            case Instant one when right instanceof Duration other -> shifted(one, other);
            default -> throw CelError.noSuchOverload();
        };
    }

    public static Object subtract(Object left, Object right) {
        return switch (left) {
            case Long one when right instanceof Long other -> exact(() -> Math.subtractExact(one, other));
            case Double one when right instanceof Double other -> one - other;
            case UnsignedLong one
            when right instanceof UnsignedLong other ->
                unsigned(one.bigIntegerValue().subtract(other.bigIntegerValue()));
            case Duration one when right instanceof Duration other -> bounded(one.minus(other));
            case Instant one when right instanceof Duration other -> shifted(one, other.negated());
            case Instant one when right instanceof Instant other -> bounded(Duration.between(other, one));
            default -> throw CelError.noSuchOverload();
        };
    }

    public static Object multiply(Object left, Object right) {
        return switch (left) {
            case Long one when right instanceof Long other -> exact(() -> Math.multiplyExact(one, other));
            case Double one when right instanceof Double other -> one * other;
            case UnsignedLong one
            when right instanceof UnsignedLong other ->
                unsigned(one.bigIntegerValue().multiply(other.bigIntegerValue()));
            default -> throw CelError.noSuchOverload();
        };
    }

    public static Object divide(Object left, Object right) {
        return switch (left) {
            case Long one
            when right instanceof Long other -> exact(() -> Math.divideExact(one, nonZero(other, "division")));
            case Double one when right instanceof Double other -> one / other;
            case UnsignedLong one
            when right instanceof UnsignedLong other ->
                UnsignedLong.fromLongBits(Long.divideUnsigned(one.longValue(), nonZero(other.longValue(), "division")));
            default -> throw CelError.noSuchOverload();
        };
    }

    public static Object modulo(Object left, Object right) {
        return switch (left) {
            case Long one when right instanceof Long other -> one % nonZero(other, "modulus");
            case UnsignedLong one
            when right instanceof UnsignedLong other ->
                UnsignedLong.fromLongBits(
                        Long.remainderUnsigned(one.longValue(), nonZero(other.longValue(), "modulus")));
            default -> throw CelError.noSuchOverload();
        };
    }

    public static Object negate(Object value) {
        return switch (value) {
            case Long number -> exact(() -> Math.negateExact(number));
            case Double number -> -number;
            case Duration span -> span.negated();
            default -> throw CelError.noSuchOverload();
        };
    }

    private static long nonZero(long divisor, String operation) {
        if (divisor == 0) {
            throw new CelError(operation + " by zero");
        }
        return divisor;
    }

    private static Long exact(java.util.function.LongSupplier operation) {
        try {
            return operation.getAsLong();
        } catch (ArithmeticException _) {
            throw new CelError("integer overflow");
        }
    }

    private static UnsignedLong unsigned(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw new CelError("unsigned integer overflow");
        }
        return UnsignedLong.valueOf(value);
    }

    private static Duration bounded(Duration span) {
        if (span.abs().compareTo(LONGEST) > 0) {
            throw new CelError("duration overflow");
        }
        return span;
    }

    private static Instant shifted(Instant time, Duration by) {
        try {
            return Conversions.inRange(time.plus(by));
        } catch (DateTimeException | ArithmeticException _) {
            throw new CelError("timestamp overflow");
        }
    }

    /** Two lists as one, without a copy. */
    private static final class Joined extends AbstractList<Object> {
        private final List<?> first;
        private final List<?> second;

        Joined(List<?> first, List<?> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public Object get(int index) {
            return index < first.size() ? first.get(index) : second.get(index - first.size());
        }

        @Override
        public int size() {
            return first.size() + second.size();
        }
    }
}
