package dev.flotilla.api.schema;

import java.util.Optional;

/** A quantity's text cut into its number and its suffix, before either is understood. */
record QuantityText(boolean positive, String number, String numerator, String fraction, String suffix) {
    private static final String SUFFIX_LETTERS = "eEinumkKMGTP";

    static Optional<QuantityText> split(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean positive = text.charAt(0) != '-';
        int start = positive && text.charAt(0) != '+' ? 0 : 1;
        int end = digits(text, start);
        String numerator = text.substring(start, end).replaceFirst("^0+", "");
        String fraction = "";
        if (end < text.length() && text.charAt(end) == '.') {
            int fractionEnd = digits(text, end + 1);
            fraction = text.substring(end + 1, fractionEnd);
            end = fractionEnd;
        }
        int position = end;
        while (position < text.length() && SUFFIX_LETTERS.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        if (position < text.length() && (text.charAt(position) == '-' || text.charAt(position) == '+')) {
            position++;
        }
        if (digits(text, position) != text.length()) {
            return Optional.empty();
        }
        boolean noDigits = numerator.isEmpty() && fraction.isEmpty();
        String number = noDigits ? "0" : text.substring(0, end);
        return Optional.of(new QuantityText(
                positive, number, numerator.isEmpty() ? "0" : numerator, fraction, text.substring(end)));
    }

    private static int digits(String text, int from) {
        int position = from;
        while (position < text.length() && Character.digit(text.charAt(position), 10) >= 0) {
            position++;
        }
        return position;
    }

    /** Whether Kubernetes holds the amount in 64 bits from the start. */
    boolean fast(int exponent, int digitsMax, boolean binary) {
        if (!binary) {
            return numerator.length() + fraction.length() <= digitsMax && exponent - fraction.length() >= -9;
        }
        return fraction.isEmpty() && 15 - numerator.length() - (int) (exponent * 3f / 10) - 1 >= 0;
    }

    /** The text, where Kubernetes finds it canonical and gives it back unchanged. */
    Optional<String> reusable(int exponent, boolean binary, String text) {
        if (text.equals("0")) {
            return Optional.of(text);
        }
        if (!fast(exponent, 18, binary)) {
            return Optional.empty();
        }
        if (binary) {
            return (Long.parseLong(numerator) & 7) != 0 ? Optional.of(text) : Optional.empty();
        }
        String shifted = numerator + fraction;
        boolean canonical =
                (exponent - fraction.length()) % 3 == 0 && !shifted.endsWith("000") && shifted.charAt(0) != '0';
        return canonical ? Optional.of(text) : Optional.empty();
    }
}
