package dev.flotilla.apiserver.review;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.schema.validation.Names;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with one requirement of a selector in a question about access. An operator that is not known is no
 * mistake: clients may be newer than the server, and leaving it out only makes the question broader.
 */
final class RequirementRules {
    private RequirementRules() {}

    static List<FieldError> check(JsonNode requirement, String path, boolean ofLabels) {
        List<FieldError> errors = new ArrayList<>();
        String key = requirement.path("key").asString("");
        JsonNode values = requirement.path("values");
        if (!ofLabels && key.isEmpty()) {
            errors.add(FieldError.required(path + ".key", "must be specified"));
        }
        switch (requirement.path("operator").asString("")) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.add(FieldError.required(
                            path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.add(FieldError.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                }
            }
            default -> {
                // Ignored, and said to be when the question is answered.
            }
        }
        if (ofLabels) {
            syntax(key, values, path, errors);
        }
        return errors;
    }

    private static void syntax(String key, JsonNode values, String path, List<FieldError> errors) {
        Names.qualifiedName(key).forEach(why -> errors.add(FieldError.invalid(path + ".key", GoText.quoted(key), why)));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asString("");
            String field = path + ".values[" + i + "]";
            Names.labelValue(value).forEach(why -> errors.add(FieldError.invalid(field, GoText.quoted(value), why)));
        }
    }
}
