package dev.flotilla.api.schema.custom;

import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Holds a value against a structural schema and says what is wrong as Kubernetes says it. */
final class StructuralValidator {
    /** Kubernetes names no field for what fails across several schemas. */
    private static final String NO_FIELD = "<nil>";

    private final Patterns patterns;
    private final List<FieldError> errors = new ArrayList<>();

    private StructuralValidator(Patterns patterns) {
        this.patterns = patterns;
    }

    /** @param patterns of the schema */
    static List<FieldError> validate(JsonNode value, JsonNode schema, Patterns patterns) {
        return errorsOf(value, schema, "", patterns);
    }

    private List<FieldError> errorsOf(JsonNode value, JsonNode schema, String path) {
        return errorsOf(value, schema, path, patterns);
    }

    private static List<FieldError> errorsOf(JsonNode value, JsonNode schema, String path, Patterns patterns) {
        StructuralValidator validator = new StructuralValidator(patterns);
        validator.check(value, schema, path);
        return validator.errors;
    }

    private void check(JsonNode value, JsonNode schema, String path) {
        if (!schema.isObject()) {
            return;
        }
        boolean typed = typeMatches(value, schema, path);
        if (!value.isNull()) {
            combined(value, schema, path);
        }
        if (value.isString()) {
            text(value.asString(), schema, path);
        } else if (value.isNumber()) {
            NumberRules.check(value, schema, path, errors);
        } else if (value.isArray()) {
            list(value, schema, path);
        }
        if (typed || !value.isNull()) {
            allowed(value, schema, path);
        }
        if (value.isObject()) {
            object(value, schema, path);
        }
    }

    private boolean typeMatches(JsonNode value, JsonNode schema, String path) {
        boolean either = schema.path("x-kubernetes-int-or-string").asBoolean(false);
        String expected = either ? "integer,string" : schema.path("type").asString("");
        boolean nullable = schema.path("nullable").asBoolean(false);
        if (expected.isEmpty() || (value.isNull() && nullable)) {
            return true;
        }
        String actual = typeOf(value);
        boolean matches = switch (actual) {
            case "integer" -> expected.contains("integer") || expected.equals("number");
            case "number" -> expected.equals("number") || (expected.contains("integer") && NumberRules.isWhole(value));
            default -> expected.contains(actual);
        };
        if (!matches) {
            String format = schema.path("format").asString("");
            boolean byFormat = Formats.isKnown(format) && !value.isString() && !value.isArray() && !value.isNull();
            typeInvalid(path, byFormat ? format : expected, byFormat ? formatOf(actual) : actual);
        }
        return matches;
    }

    /** The format that Kubernetes takes a value of the wrong type for. */
    private static String formatOf(String actual) {
        return switch (actual) {
            case "integer" -> "int64";
            case "number" -> "float64";
            default -> "";
        };
    }

    private void typeInvalid(String path, String expected, String shown) {
        String quoted = '"' + shown + '"';
        errors.add(new FieldError(
                field(path),
                FieldError.Reason.TYPE_INVALID,
                "Invalid value: " + quoted + ": " + path + " in body must be of type " + expected + ": " + quoted));
    }

    static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }

    private void text(String value, JsonNode schema, String path) {
        int length = value.codePointCount(0, value.length());
        JsonNode max = schema.path("maxLength");
        JsonNode min = schema.path("minLength");
        String pattern = schema.path("pattern").asString("");
        if (max.isNumber() && length > max.longValue()) {
            String unit = max.longValue() == 1 ? " byte" : " bytes";
            errors.add(new FieldError(
                    field(path),
                    FieldError.Reason.TOO_LONG,
                    "Too long: may not be more than " + max.longValue() + unit));
        } else if (min.isNumber() && length < min.longValue()) {
            invalid(path, shown(value), "should be at least " + min.longValue() + " chars long");
        } else if (!pattern.isEmpty() && !patterns.found(pattern, value)) {
            invalid(path, shown(value), "should match '" + pattern + "'");
        }
        String format = schema.path("format").asString("");
        if (!Formats.accepts(format, value)) {
            errors.add(new FieldError(
                    field(path),
                    FieldError.Reason.TYPE_INVALID,
                    "Invalid value: " + shown(value) + ": " + path + " in body must be of type " + format + ": "
                            + shown(value)));
        }
    }

    private void list(JsonNode value, JsonNode schema, String path) {
        JsonNode items = schema.path("items");
        for (int i = 0; i < value.size(); i++) {
            check(value.get(i), items, path + "[" + i + "]");
        }
        JsonNode min = schema.path("minItems");
        if (min.isNumber() && value.size() < min.longValue()) {
            invalid(path, String.valueOf(value.size()), "should have at least " + min.longValue() + " items");
        }
        tooMany(value.size(), schema.path("maxItems"), path);
        if (schema.path("uniqueItems").asBoolean(false)) {
            Set<String> seen = new HashSet<>();
            for (JsonNode item : value) {
                if (!seen.add(item.toString())) {
                    invalid(path, "\"\"", "shouldn't contain duplicates");
                    break;
                }
            }
        }
    }

    private void tooMany(int size, JsonNode max, String path) {
        if (max.isNumber() && size > max.longValue()) {
            errors.add(new FieldError(
                    field(path),
                    FieldError.Reason.TOO_MANY,
                    "Too many: " + size + ": must have at most " + max.longValue()
                            + (max.longValue() == 1 ? " item" : " items")));
        }
    }

    private void allowed(JsonNode value, JsonNode schema, String path) {
        JsonNode known = schema.path("enum");
        if (!known.isArray() || known.isEmpty()) {
            return;
        }
        StringJoiner supported = new StringJoiner(", ");
        for (JsonNode each : known) {
            if (same(each, value)) {
                return;
            }
            String text = each.isString() ? each.asString() : each.toString();
            supported.add(quoted(text));
        }
        errors.add(new FieldError(
                field(path),
                FieldError.Reason.NOT_SUPPORTED,
                "Unsupported value: " + shown(value) + ": supported values: " + supported));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return (one.isNumber() && other.isNumber())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private void object(JsonNode value, JsonNode schema, String path) {
        JsonNode min = schema.path("minProperties");
        if (min.isNumber() && value.size() < min.longValue()) {
            invalid(path, String.valueOf(value.size()), "should have at least " + min.longValue() + " properties");
        }
        tooMany(value.size(), schema.path("maxProperties"), path);
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode property = properties.path(entry.getKey());
            check(entry.getValue(), property.isMissingNode() ? others : property, child(path, entry.getKey()));
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                errors.add(FieldError.required(child(path, name.asString()), ""));
            }
        }
        if (schema.path("x-kubernetes-embedded-resource").asBoolean(false)) {
            embedded(value, path);
        }
    }

    private void embedded(JsonNode value, String path) {
        for (String name : List.of("apiVersion", "kind")) {
            JsonNode given = value.path(name);
            if (given.isMissingNode()) {
                errors.add(FieldError.required(child(path, name), ""));
            } else if (!given.isString()) {
                errors.add(FieldError.invalid(child(path, name), given.toString(), "must be a string"));
            } else if (given.asString().isEmpty()) {
                errors.add(FieldError.invalid(child(path, name), "\"\"", "must not be empty"));
            }
        }
    }

    private void combined(JsonNode value, JsonNode schema, String path) {
        anyOf(value, schema.path("anyOf"), path);
        oneOf(value, schema.path("oneOf"), path);
        allOf(value, schema.path("allOf"), path);
        JsonNode not = schema.path("not");
        if (not.isObject() && errorsOf(value, not, path).isEmpty()) {
            acrossSchemas(path, "must not validate the schema (not)");
        }
    }

    private void anyOf(JsonNode value, JsonNode schemas, String path) {
        List<FieldError> first = List.of();
        for (JsonNode schema : schemas) {
            List<FieldError> wrong = errorsOf(value, schema, path);
            if (wrong.isEmpty()) {
                return;
            }
            first = first.isEmpty() ? wrong : first;
        }
        if (!schemas.isEmpty()) {
            acrossSchemas(path, "must validate at least one schema (anyOf)");
            errors.addAll(first);
        }
    }

    private void oneOf(JsonNode value, JsonNode schemas, String path) {
        List<FieldError> first = List.of();
        int valid = 0;
        for (JsonNode schema : schemas) {
            List<FieldError> wrong = errorsOf(value, schema, path);
            valid += wrong.isEmpty() ? 1 : 0;
            first = first.isEmpty() ? wrong : first;
        }
        if (!schemas.isEmpty() && valid != 1) {
            String found = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
            acrossSchemas(path, "must validate one and only one schema (oneOf). " + found);
            errors.addAll(valid == 0 ? first : List.of());
        }
    }

    private void allOf(JsonNode value, JsonNode schemas, String path) {
        int valid = 0;
        for (JsonNode schema : schemas) {
            List<FieldError> wrong = errorsOf(value, schema, path);
            valid += wrong.isEmpty() ? 1 : 0;
            errors.addAll(wrong);
        }
        if (valid != schemas.size()) {
            acrossSchemas(path, "must validate all the schemas (allOf)" + (valid == 0 ? ". None validated" : ""));
        }
    }

    private void acrossSchemas(String path, String why) {
        errors.add(FieldError.invalid(NO_FIELD, "\"\"", quoted(path) + " " + why));
    }

    private void invalid(String path, String shown, String why) {
        errors.add(FieldError.invalid(field(path), shown, path + " in body " + why));
    }

    static String shown(JsonNode value) {
        return value.isString() ? shown(value.asString()) : value.toString();
    }

    private static String shown(String value) {
        return quoted(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    static String field(String path) {
        return path.isEmpty() ? NO_FIELD : path;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
