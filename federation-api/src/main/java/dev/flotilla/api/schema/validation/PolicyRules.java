package dev.flotilla.api.schema.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a ValidatingAdmissionPolicy and what binds it must say, beside its expressions: those are for whoever evaluates
 * them to check.
 */
final class PolicyRules {
    private static final int ANNOTATIONS_MAX = 20;
    private static final String EITHER = "validations or auditAnnotations must contain at least one item";

    private final Checks found;
    private final OperationRules operations;

    PolicyRules(Checks found) {
        this.found = found;
        this.operations = new OperationRules(found);
    }

    void policy(JsonNode policy) {
        JsonNode spec = policy.path("spec");
        supported("spec.failurePolicy", spec.path("failurePolicy"), "Fail", "Ignore");
        if (spec.path("paramKind").isObject()) {
            paramKind(spec.path("paramKind"));
        }
        if (!spec.path("matchConstraints").isObject()) {
            found.required("spec.matchConstraints");
        } else {
            resources("spec.matchConstraints", spec.path("matchConstraints"));
            if (spec.path("matchConstraints").path("resourceRules").isEmpty()) {
                found.required("spec.matchConstraints.resourceRules");
            }
        }
        new MatchConditionRules(found).check("spec.matchConditions", spec.path("matchConditions"));
        variables(spec.path("variables"));
        if (spec.path("validations").isEmpty() && spec.path("auditAnnotations").isEmpty()) {
            found.required("spec.validations", EITHER);
            found.required("spec.auditAnnotations", EITHER);
        }
        validations(spec.path("validations"));
        annotations(policy.path("metadata").path("name").asString(""), spec.path("auditAnnotations"));
    }

    private void paramKind(JsonNode kind) {
        String apiVersion = kind.path("apiVersion").asString("");
        if (apiVersion.isEmpty()) {
            found.required("spec.paramKind.apiVersion");
        } else if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            found.invalid("spec.paramKind.apiVersion", apiVersion, "unexpected GroupVersion string: " + apiVersion);
        }
        String name = kind.path("kind").asString("");
        if (name.isEmpty()) {
            found.required("spec.paramKind.kind");
        } else {
            List<String> problems = Names.dnsLabel(name.toLowerCase(Locale.ROOT));
            if (!problems.isEmpty()) {
                found.invalid(
                        "spec.paramKind.kind",
                        name,
                        "may have mixed case, but should otherwise match: " + String.join(",", problems));
            }
        }
    }

    private void resources(String field, JsonNode match) {
        supported(field + ".matchPolicy", match.path("matchPolicy"), "Equivalent", "Exact");
        operations.selector(field + ".namespaceSelector", match.path("namespaceSelector"));
        operations.selector(field + ".objectSelector", match.path("objectSelector"));
        operations.check(field + ".resourceRules", match.path("resourceRules"));
        operations.check(field + ".excludeResourceRules", match.path("excludeResourceRules"));
    }

    private void variables(JsonNode variables) {
        for (int i = 0; i < variables.size(); i++) {
            String field = "spec.variables[" + i + "]";
            String name = variables.get(i).path("name").asString("");
            if (name.isBlank()) {
                found.required(field + ".name", "name is not specified");
            } else if (!name.matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
                found.invalid(field + ".name", name, "must be a valid CEL identifier");
            }
            specified(field + ".expression", variables.get(i), "expression");
        }
    }

    private void validations(JsonNode validations) {
        for (int i = 0; i < validations.size(); i++) {
            JsonNode each = validations.get(i);
            String field = "spec.validations[" + i + "]";
            specified(field + ".expression", each, "expression");
            String message = each.path("message").asString("");
            nonBlank(
                    field + ".messageExpression", each.path("messageExpression").asString(""));
            nonBlank(field + ".message", message);
            if (message.strip().indexOf('\n') >= 0) {
                found.invalid(field + ".message", message, "must not contain line breaks");
            }
            supported(field + ".reason", each.path("reason"), "Forbidden", "Invalid", "RequestEntityTooLarge");
        }
    }

    private void annotations(String name, JsonNode annotations) {
        if (annotations.size() > ANNOTATIONS_MAX) {
            found.invalid("spec.auditAnnotations", annotations, "must not have more than 20 auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < annotations.size(); i++) {
            String field = "spec.auditAnnotations[" + i + "]";
            String key = annotations.get(i).path("key").asString("");
            String qualified = name + "/" + key;
            found.invalid(field + ".key", qualified, Names.qualifiedName(qualified));
            specified(field + ".valueExpression", annotations.get(i), "valueExpression");
            if (!keys.add(key)) {
                found.duplicate(field + ".key", key);
            }
        }
    }

    void binding(JsonNode binding) {
        JsonNode spec = binding.path("spec");
        String policy = spec.path("policyName").asString("");
        if (policy.isEmpty()) {
            found.required("spec.policyName");
        } else {
            found.invalid("spec.policyName", policy, Names.dnsSubdomain(policy));
        }
        if (spec.path("paramRef").isObject()) {
            paramRef(spec.path("paramRef"));
        }
        if (spec.path("matchResources").isObject()) {
            resources("spec.matchResources", spec.path("matchResources"));
        }
        actions(spec.path("validationActions"));
    }

    private void paramRef(JsonNode ref) {
        boolean named = !ref.path("name").asString("").isEmpty();
        boolean selected = ref.path("selector").isObject();
        if (named && selected) {
            found.forbidden("spec.paramRef.name", "name and selector are mutually exclusive");
            found.forbidden("spec.paramRef.selector", "name and selector are mutually exclusive");
        } else if (!named && !selected) {
            found.required("spec.paramRef", "one of name or selector must be specified");
        }
        JsonNode action = ref.path("parameterNotFoundAction");
        if (action.asString("").isEmpty()) {
            found.required("spec.paramRef.parameterNotFoundAction");
        } else {
            found.supported("spec.paramRef.parameterNotFoundAction", action.asString(), "Deny", "Allow");
        }
    }

    private void actions(JsonNode actions) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < actions.size(); i++) {
            String field = "spec.validationActions[" + i + "]";
            String action = actions.get(i).asString("");
            found.supported(field, action, "Audit", "Deny", "Warn");
            if (!seen.add(action)) {
                found.duplicate(field, action);
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            found.invalid(
                    "spec.validationActions",
                    actions,
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API"
                            + " response and headers serves no purpose)");
        }
        if (actions.isEmpty()) {
            found.required("spec.validationActions", "at least one validation action is required");
        }
    }

    private void specified(String field, JsonNode of, String name) {
        if (of.path(name).asString("").isBlank()) {
            found.required(field, name + " is not specified");
        }
    }

    private void nonBlank(String field, String text) {
        if (!text.isEmpty() && text.isBlank()) {
            found.invalid(field, text, "must be non-empty if specified");
        }
    }

    private void supported(String field, JsonNode value, String... known) {
        if (value.isString()) {
            found.supported(field, value.asString(), known);
        }
    }
}
