package dev.flotilla.api.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * An amount of a resource as Kubernetes reads and writes it: exact, with the kind of suffix it was given in.
 *
 * @param reused the text itself, where Kubernetes keeps it because it is already canonical enough
 */
public record Quantity(BigDecimal value, Format format, Optional<String> reused) implements Comparable<Quantity> {
    public static final String WRONG_FORMAT =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String WRONG_SUFFIX = "unable to parse quantity's suffix";
    private static final BigDecimal BINARY_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal KILO = BigDecimal.valueOf(1024);
    private static final int NANO_SCALE = 9;
    private static final int FAST_DIGITS_MAX = 18;
    private static final int EXPONENT_MAX = 1_000;
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

    /** Which suffixes an amount is written with. */
    public enum Format {
        DECIMAL_SI,
        BINARY_SI,
        DECIMAL_EXPONENT
    }

    private record Suffix(Format format, int exponent) {}

    /** @throws IllegalArgumentException with Kubernetes' own message */
    public static Quantity parse(String text) {
        QuantityText parts = QuantityText.split(text).orElseThrow(() -> new IllegalArgumentException(WRONG_FORMAT));
        Suffix suffix = suffix(parts.suffix());
        BigDecimal number = new BigDecimal(trimPoint(parts.number()));
        BigDecimal amount = switch (suffix.format()) {
            case DECIMAL_SI, DECIMAL_EXPONENT -> number.scaleByPowerOfTen(suffix.exponent());
            case BINARY_SI -> number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(suffix.exponent())));
        };
        if (amount.scale() > NANO_SCALE) {
            amount = amount.setScale(NANO_SCALE, RoundingMode.UP);
        }
        Format format = suffix.format();
        if (format == Format.BINARY_SI && !parts.fast(suffix.exponent(), FAST_DIGITS_MAX, true)) {
            amount = amount.abs().compareTo(BINARY_MAX) > 0 ? BINARY_MAX.multiply(sign(amount)) : amount;
            boolean belowOne = amount.signum() != 0 && amount.abs().compareTo(BigDecimal.ONE) < 0;
            format = belowOne ? Format.DECIMAL_SI : format;
        }
        return new Quantity(amount, format, parts.reusable(suffix.exponent(), format == Format.BINARY_SI, text));
    }

    private static BigDecimal sign(BigDecimal amount) {
        return BigDecimal.valueOf(amount.signum());
    }

    private static String trimPoint(String number) {
        return number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
    }

    private static Suffix suffix(String text) {
        Integer decimal = DECIMAL.get(text);
        if (decimal != null) {
            return new Suffix(Format.DECIMAL_SI, decimal);
        }
        Integer binary = BINARY.get(text);
        if (binary != null) {
            return new Suffix(Format.BINARY_SI, binary);
        }
        if (text.matches("[eE][+-]?[0-9]{1,9}")) {
            int exponent = Integer.parseInt(text.substring(1));
            if (Math.abs(exponent) <= EXPONENT_MAX) {
                return new Suffix(Format.DECIMAL_EXPONENT, exponent);
            }
        }
        throw new IllegalArgumentException(WRONG_SUFFIX);
    }

    /** The text Kubernetes stores: {@code 0.5} is {@code 500m}, {@code 1024Mi} is {@code 1Gi}. */
    public String canonical() {
        if (reused.isPresent()) {
            return reused.get();
        }
        if (value.signum() == 0) {
            return "0";
        }
        boolean binary = format == Format.BINARY_SI
                && value.abs().compareTo(KILO) >= 0
                && value.stripTrailingZeros().scale() <= 0;
        return binary ? binaryText() : decimalText();
    }

    private String binaryText() {
        BigInteger amount = value.toBigIntegerExact();
        BigInteger kilo = BigInteger.valueOf(1024);
        int exponent = 0;
        while (exponent < 60 && amount.mod(kilo).signum() == 0) {
            amount = amount.divide(kilo);
            exponent += 10;
        }
        return amount + suffixFor(BINARY, exponent);
    }

    private String decimalText() {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        BigInteger amount = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        if (format == Format.DECIMAL_EXPONENT) {
            return exponent == 0 ? amount.toString() : amount + "e" + exponent;
        }
        return amount + suffixFor(DECIMAL, exponent);
    }

    private static String suffixFor(Map<String, Integer> suffixes, int exponent) {
        return suffixes.entrySet().stream()
                .filter(each -> each.getValue() == exponent)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && value.compareTo(quantity.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }
}
