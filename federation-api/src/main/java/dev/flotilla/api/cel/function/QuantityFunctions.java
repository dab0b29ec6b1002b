package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.KubernetesTypes;
import dev.flotilla.api.cel.value.Opaque;
import dev.flotilla.api.schema.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/** Amounts of resources. */
final class QuantityFunctions {
    private QuantityFunctions() {}

    private record Amount(Quantity quantity) implements Opaque {
        @Override
        public CelType type() {
            return KubernetesTypes.QUANTITY;
        }

        Amount plus(BigDecimal more) {
            return new Amount(new Quantity(quantity.value().add(more), quantity.format(), Optional.empty()));
        }

        boolean isWhole() {
            BigDecimal value = quantity.value();
            return value.signum() == 0
                    || (value.stripTrailingZeros().scale() <= 0
                            && value.toBigIntegerExact().bitLength() < Long.SIZE);
        }

        @Override
        public String toString() {
            return quantity.canonical();
        }
    }

    static void addTo(FunctionSet.Builder into) {
        into.global("quantity", "string_to_quantity", "string -> Quantity", args -> parse((String) args[0]));
        into.global("isQuantity", "is_quantity_string", "string -> bool", args -> {
            try {
                Quantity.parse((String) args[0]);
                return true;
            } catch (IllegalArgumentException _) {
                return false;
            }
        });
        into.global("sign", "quantity_sign", "Quantity -> int", args ->
                (long) value(args, 0).signum());
        into.member(
                "isGreaterThan", "quantity_is_greater_than", "Quantity, Quantity -> bool", args -> compare(args) > 0);
        into.member("isLessThan", "quantity_is_less_than", "Quantity, Quantity -> bool", args -> compare(args) < 0);
        into.member("compareTo", "quantity_compare_to", "Quantity, Quantity -> int", args -> (long) compare(args));
        into.member(
                "asApproximateFloat",
                "quantity_get_float",
                "Quantity -> double",
                args -> value(args, 0).doubleValue());
        into.member("isInteger", "quantity_is_integer", "Quantity -> bool", args -> ((Amount) args[0]).isWhole());
        into.member("asInteger", "quantity_get_int", "Quantity -> int", args -> {
            if (!((Amount) args[0]).isWhole()) {
                throw new CelError("cannot convert value to integer");
            }
            return value(args, 0).longValueExact();
        });
        into.member(
                "add",
                "quantity_add",
                "Quantity, Quantity -> Quantity",
                args -> ((Amount) args[0]).plus(value(args, 1)));
        into.member(
                "add",
                "quantity_add_int",
                "Quantity, int -> Quantity",
                args -> ((Amount) args[0]).plus(BigDecimal.valueOf((Long) args[1])));
        into.member(
                "sub",
                "quantity_sub",
                "Quantity, Quantity -> Quantity",
                args -> ((Amount) args[0]).plus(value(args, 1).negate()));
        into.member(
                "sub",
                "quantity_sub_int",
                "Quantity, int -> Quantity",
                args -> ((Amount) args[0])
                        .plus(BigDecimal.valueOf((Long) args[1]).negate()));
    }

    private static Amount parse(String text) {
        try {
            return new Amount(Quantity.parse(text));
        } catch (IllegalArgumentException e) {
            throw new CelError(String.valueOf(e.getMessage()));
        }
    }

    private static BigDecimal value(Object[] args, int index) {
        return ((Amount) args[index]).quantity().value();
    }

    private static int compare(Object[] args) {
        return value(args, 0).compareTo(value(args, 1));
    }
}
