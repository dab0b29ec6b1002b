package dev.flotilla.api.schema.custom;

import dev.flotilla.api.status.FieldError;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The bounds of numbers. */
final class NumberRules {
    private NumberRules() {}

    static boolean isWhole(JsonNode value) {
        return value.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    static void check(JsonNode value, JsonNode schema, String path, List<FieldError> errors) {
        range(value, schema, path, errors);
        BigDecimal number = value.decimalValue();
        JsonNode factor = schema.path("multipleOf");
        if (factor.isNumber()) {
            multiple(number, factor.decimalValue(), value, path, errors);
        }
        JsonNode min = schema.path("minimum");
        if (min.isNumber()) {
            boolean exclusive = schema.path("exclusiveMinimum").asBoolean(false);
            int compared = number.compareTo(min.decimalValue());
            if (exclusive ? compared <= 0 : compared < 0) {
                String bound = exclusive ? "should be greater than " : "should be greater than or equal to ";
                invalid(value, path, bound + shown(min), errors);
            }
        }
        JsonNode max = schema.path("maximum");
        if (max.isNumber()) {
            boolean exclusive = schema.path("exclusiveMaximum").asBoolean(false);
            int compared = number.compareTo(max.decimalValue());
            if (exclusive ? compared >= 0 : compared > 0) {
                String bound = exclusive ? "should be less than " : "should be less than or equal to ";
                invalid(value, path, bound + shown(max), errors);
            }
        }
    }

    private static void range(JsonNode value, JsonNode schema, String path, List<FieldError> errors) {
        if (!schema.path("type").asString("").equals("integer")) {
            return;
        }
        String format = schema.path("format").asString("");
        boolean small = format.equals("int32");
        int bits = value.decimalValue().toBigInteger().bitLength();
        if (!isWhole(value) || bits >= (small ? Integer.SIZE : Long.SIZE)) {
            String type =
                    small || format.equals("int64") ? "integer with format " + format : "integer (default format)";
            errors.add(FieldError.invalid("<nil>", "\"\"", "Checked value must be of type " + type + " in " + path));
        }
    }

    private static void multiple(
            BigDecimal number, BigDecimal factor, JsonNode value, String path, List<FieldError> errors) {
        if (factor.signum() > 0 && number.remainder(factor).signum() != 0) {
            invalid(
                    value,
                    path,
                    "should be a multiple of " + factor.stripTrailingZeros().toPlainString(),
                    errors);
        }
    }

    private static void invalid(JsonNode value, String path, String why, List<FieldError> errors) {
        errors.add(FieldError.invalid(StructuralValidator.field(path), shown(value), path + " in body " + why));
    }

    private static String shown(JsonNode number) {
        BigDecimal value = number.decimalValue();
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
