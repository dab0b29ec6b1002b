package dev.flotilla.apiserver.review;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with a question about access; nothing, if empty. */
final class ReviewRules {
    private static final String RESOURCE = "spec.resourceAttributes";
    private static final String PATH = "spec.nonResourceAttributes";

    private final List<FieldError> errors = new ArrayList<>();

    private ReviewRules() {}

    static List<FieldError> ofSelf(JsonNode review) {
        ReviewRules rules = new ReviewRules();
        rules.one(review.path("spec"));
        rules.selectors(review.path("spec"));
        rules.empty(review, "must be empty", "");
        return rules.errors;
    }

    static List<FieldError> ofSubject(JsonNode review) {
        ReviewRules rules = new ReviewRules();
        rules.subject(review.path("spec"));
        rules.empty(review, "must be empty", "");
        return rules.errors;
    }

    static List<FieldError> ofSubjectIn(JsonNode review, String namespace) {
        ReviewRules rules = new ReviewRules();
        JsonNode spec = review.path("spec");
        rules.subject(spec);
        rules.empty(review, "must be empty except for namespace", "namespace");
        JsonNode asked = spec.path("resourceAttributes");
        String given = asked.path("namespace").asString("");
        if (asked.isObject() && !given.equals(namespace)) {
            rules.invalid(RESOURCE + ".namespace", GoText.quoted(given), "must match metadata.namespace");
        }
        if (spec.path("nonResourceAttributes").isObject()) {
            rules.invalid(PATH, shown(spec.path("nonResourceAttributes")), "disallowed on this kind of request");
        }
        return rules.errors;
    }

    private void subject(JsonNode spec) {
        one(spec);
        if (spec.path("user").asString("").isEmpty() && spec.path("groups").isEmpty()) {
            invalid("spec.user", "\"\"", "at least one of user or group must be specified");
        }
        selectors(spec);
    }

    private void one(JsonNode spec) {
        boolean resource = spec.path("resourceAttributes").isObject();
        JsonNode path = spec.path("nonResourceAttributes");
        if (resource && path.isObject()) {
            invalid(PATH, shown(path), "cannot be specified in combination with resourceAttributes");
        }
        if (!resource && !path.isObject()) {
            invalid(RESOURCE, "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
    }

    private void empty(JsonNode review, String message, String except) {
        JsonNode metadata = review.path("metadata");
        if (metadata instanceof ObjectNode object) {
            ObjectNode rest = object.deepCopy();
            rest.remove(List.of("managedFields", except));
            if (rest.path("creationTimestamp").isNull()) {
                rest.remove("creationTimestamp");
            }
            if (!rest.isEmpty()) {
                invalid("metadata", object.toString(), message);
            }
        }
    }

    private void selectors(JsonNode spec) {
        JsonNode asked = spec.path("resourceAttributes");
        selector(asked.path("fieldSelector"), RESOURCE + ".fieldSelector", false);
        selector(asked.path("labelSelector"), RESOURCE + ".labelSelector", true);
    }

    private void selector(JsonNode selector, String path, boolean ofLabels) {
        if (!selector.isObject()) {
            return;
        }
        String raw = selector.path("rawSelector").asString("");
        JsonNode requirements = selector.path("requirements");
        if (!raw.isEmpty() && !requirements.isEmpty()) {
            invalid(path + ".rawSelector", GoText.quoted(raw), "may not specified at the same time as requirements");
        }
        if (raw.isEmpty() && requirements.isEmpty()) {
            errors.add(FieldError.required(
                    path + ".requirements", "when " + path + " is specified, requirements or rawSelector is required"));
        }
        for (int i = 0; i < requirements.size(); i++) {
            errors.addAll(RequirementRules.check(requirements.get(i), path + ".requirements[" + i + "]", ofLabels));
        }
    }

    private void invalid(String field, String value, String why) {
        errors.add(FieldError.invalid(field, value, why));
    }

    private static String shown(JsonNode path) {
        ObjectNode shown = ObjectJson.mapper().createObjectNode();
        shown.put("Path", path.path("path").asString(""));
        shown.put("Verb", path.path("verb").asString(""));
        return shown.toString();
    }
}
