package dev.flotilla.api.schema.definition;

import dev.flotilla.api.schema.rule.RuleChecks;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What the versions hold: schemas, columns, selectable fields, subresources. Kubernetes names what all versions share
 * as if it stood once above them, so the paths here do.
 */
final class VersionRules {
    private static final Set<String> COLUMN_TYPES =
            new TreeSet<>(List.of("boolean", "date", "integer", "number", "string"));
    private static final Set<String> COLUMN_FORMATS =
            new TreeSet<>(List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password"));
    private static final int SELECTABLE_MAX = 8;

    private VersionRules() {}

    static void check(JsonNode spec, List<FieldError> errors) {
        JsonNode versions = spec.path("versions");
        each(versions, "schema", "spec.validation", (schema, path) -> schema(schema, path, errors), errors);
        each(
                versions,
                "additionalPrinterColumns",
                "spec.additionalPrinterColumns",
                (columns, path) -> {
                    for (int i = 0; i < columns.size(); i++) {
                        column(columns.get(i), path + "[" + i + "]", errors);
                    }
                },
                errors);
        boolean shared = shared(versions, "selectableFields");
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            String path = shared ? "spec.selectableFields" : "spec.versions[" + i + "].selectableFields";
            selectable(version.path("selectableFields"), version.path("schema").path("openAPIV3Schema"), path, errors);
            if (shared) {
                break;
            }
        }
    }

    @FunctionalInterface
    private interface Check {
        void at(JsonNode part, String path);
    }

    private static boolean shared(JsonNode versions, String field) {
        JsonNode first = versions.path(0).path(field);
        return !first.isMissingNode()
                && versions.valueStream()
                        .allMatch(version -> version.path(field).equals(first));
    }

    private static void each(JsonNode versions, String field, String above, Check check, List<FieldError> errors) {
        if (shared(versions, field)) {
            check.at(versions.path(0).path(field), above);
            return;
        }
        for (int i = 0; i < versions.size(); i++) {
            JsonNode part = versions.get(i).path(field);
            String path = "spec.versions[" + i + "]." + field;
            if (!part.isMissingNode()) {
                check.at(part, path);
            } else if (field.equals("schema")) {
                errors.add(FieldError.required(path + ".openAPIV3Schema", ""));
            }
        }
    }

    private static void schema(JsonNode holder, String path, List<FieldError> errors) {
        JsonNode schema = holder.path("openAPIV3Schema");
        String at = path + ".openAPIV3Schema";
        if (!schema.isObject()) {
            errors.add(FieldError.required(at, ""));
            return;
        }
        if (schema.path("nullable").asBoolean(false)) {
            errors.add(FieldError.forbidden(at + ".nullable", "nullable cannot be true at the root"));
        }
        List<FieldError> structural = StructuralRules.check(schema, at);
        List<FieldError> open = SchemaChecks.check(schema, at);
        errors.addAll(structural);
        errors.addAll(open);
        if (structural.isEmpty() && open.isEmpty()) {
            errors.addAll(RuleChecks.check(schema, at, Shown::rule));
        }
    }

    private static void column(JsonNode column, String path, List<FieldError> errors) {
        if (column.path("name").asString("").isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        String type = column.path("type").asString("");
        String known = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            errors.add(FieldError.required(path + ".type", known));
        } else if (!COLUMN_TYPES.contains(type)) {
            errors.add(FieldError.invalid(path + ".type", Shown.text(type), known));
        }
        String format = column.path("format").asString("");
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
            errors.add(FieldError.invalid(
                    path + ".format", Shown.text(format), "must be one of " + String.join(",", COLUMN_FORMATS)));
        }
        String jsonPath = column.path("jsonPath").asString("");
        if (jsonPath.isEmpty()) {
            errors.add(FieldError.required(path + ".JSONPath", ""));
        } else if (!jsonPath.startsWith(".")) {
            errors.add(FieldError.invalid(
                    path + ".JSONPath", Shown.text(jsonPath), "must be a simple json path starting with ."));
        }
    }

    private static void selectable(JsonNode fields, JsonNode schema, String path, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        List<FieldError> found = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String text = fields.get(i).path("jsonPath").asString("");
            String at = path + "[" + i + "].jsonPath";
            if (text.isEmpty()) {
                found.add(FieldError.required(at, ""));
                continue;
            }
            RuleChecks.Place place = RuleChecks.place(text, schema);
            if (!place.problem().isEmpty()) {
                found.add(FieldError.invalid(at, Shown.text(text), "is an invalid path: " + place.problem()));
                continue;
            }
            if (place.path().equals("metadata") || place.path().startsWith("metadata.")) {
                found.add(FieldError.invalid(at, Shown.text(text), "must not point to fields in metadata"));
            }
            String type = place.schema().path("type").asString("");
            if (!Set.of("string", "boolean", "integer").contains(type)) {
                found.add(FieldError.invalid(
                        at,
                        Shown.text(text),
                        "must point to a field of type string, boolean or integer. Enum string fields and strings with"
                                + " formats are allowed."));
            }
            if (!seen.add(place.path())) {
                found.add(FieldError.duplicate(at, Shown.text(text)));
            }
        }
        if (seen.size() > SELECTABLE_MAX) {
            found.add(new FieldError(
                    path,
                    FieldError.Reason.TOO_MANY,
                    "Too many: " + seen.size() + ": must have at most " + SELECTABLE_MAX + " items"));
        }
        errors.addAll(found);
    }
}
