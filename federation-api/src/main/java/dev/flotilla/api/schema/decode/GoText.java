package dev.flotilla.api.schema.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Strings and numbers as Go's JSON reads and writes them. */
final class GoText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double EXPONENT_FROM = 1e21;

    private GoText() {}

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** The text with halves of surrogate pairs replaced: they have no UTF-8 form. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceHalves(text);
            }
        }
        return text;
    }

    private static String replaceHalves(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    static boolean isInteger(String literal) {
        return literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0;
    }

    /**
     * The number in the node type that reading its JSON again would give.
     *
     * @throws DecodeFailure if it is beyond what a double holds
     */
    static JsonNode number(String literal) {
        return isInteger(literal) ? integer(new BigInteger(literal)) : decimal(literal);
    }

    /**
     * The number as Go holds one of no declared type: an integer of 64 bits or a double.
     *
     * @throws DecodeFailure if it is beyond what a double holds
     */
    static JsonNode untyped(String literal) {
        boolean fits = isInteger(literal) && new BigInteger(literal).bitLength() < Long.SIZE;
        return fits ? number(literal) : decimal(literal);
    }

    private static JsonNode decimal(String literal) {
        double value = Double.parseDouble(literal);
        if (Double.isInfinite(value)) {
            throw new DecodeFailure("json: cannot unmarshal number " + literal + " into Go value of type float64");
        }
        return number(value);
    }

    static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    static JsonNode integer(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    static JsonNode number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < EXPONENT_FROM;
        return whole ? integer(new BigDecimal(value).toBigIntegerExact()) : NODES.numberNode(value);
    }
}
