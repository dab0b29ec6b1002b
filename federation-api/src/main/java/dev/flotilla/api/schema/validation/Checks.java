package dev.flotilla.api.schema.validation;

import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Collects what is wrong, in the order it is found, and holds the checks that every kind needs. */
final class Checks {
    private static final int PORT_MAX = 65_535;

    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** How much has been found wrong so far. */
    int count() {
        return errors.size();
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    void add(FieldError error) {
        errors.add(error);
    }

    void required(String field) {
        errors.add(FieldError.required(field, ""));
    }

    void required(String field, String why) {
        errors.add(FieldError.required(field, why));
    }

    void forbidden(String field, String why) {
        errors.add(FieldError.forbidden(field, why));
    }

    void invalid(String field, JsonNode value, String why) {
        errors.add(FieldError.invalid(field, shown(value), why));
    }

    void invalid(String field, String value, String why) {
        errors.add(FieldError.invalid(field, quoted(value), why));
    }

    void invalid(String field, String value, List<String> reasons) {
        reasons.forEach(why -> invalid(field, value, why));
    }

    void duplicate(String field, String value) {
        errors.add(FieldError.duplicate(field, quoted(value)));
    }

    void tooMany(String field, int given, int max) {
        String why = "Too many: " + given + ": must have at most " + max + " items";
        errors.add(new FieldError(field, FieldError.Reason.TOO_MANY, why));
    }

    void notFound(String field, String value) {
        errors.add(new FieldError(field, FieldError.Reason.NOT_FOUND, "Not found: " + quoted(value)));
    }

    void supported(String field, String value, String... known) {
        if (!List.of(known).contains(value)) {
            errors.add(FieldError.notSupported(field, value, List.of(known)));
        }
    }

    void requiredText(String field, JsonNode value) {
        if (value.asString("").isEmpty()) {
            required(field);
        }
    }

    /** Refuses what is given and negative. */
    void nonNegative(String field, JsonNode value) {
        if (value.isNumber() && value.longValue() < 0) {
            invalid(field, value, "must be greater than or equal to 0");
        }
    }

    void port(String field, JsonNode value) {
        long number = value.asLong(0);
        if (number < 1 || number > PORT_MAX) {
            errors.add(FieldError.invalid(field, String.valueOf(number), "must be between 1 and 65535, inclusive"));
        }
    }

    /** A port's number, or the name of one. */
    void portOrName(String field, JsonNode value) {
        if (value.isString()) {
            invalid(field, value.asString(), Names.portName(value.asString()));
        } else {
            port(field, value);
        }
    }

    /** Refuses any change. */
    void immutable(String field, JsonNode before, JsonNode now) {
        if (!same(before, now)) {
            invalid(field, now, "field is immutable");
        }
    }

    static boolean same(JsonNode one, JsonNode other) {
        boolean oneMissing = one.isMissingNode() || one.isNull();
        boolean otherMissing = other.isMissingNode() || other.isNull();
        return (oneMissing || otherMissing) ? oneMissing == otherMissing : one.equals(other);
    }

    static String shown(JsonNode value) {
        if (value.isString()) {
            return quoted(value.asString());
        }
        return value.isMissingNode() ? "null" : value.toString();
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
