package dev.flotilla.api.schema.validation;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Label selectors: their syntax, and whether they select given labels. */
final class SelectorRules {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    private final Checks checks;

    SelectorRules(Checks checks) {
        this.checks = checks;
    }

    /** The selector of a workload: there, valid, not empty, and true of its template's labels. */
    void selectsTemplate(
            String field, JsonNode selector, JsonNode template, String templateField, String emptyMessage) {
        boolean missing = !selector.isObject();
        boolean valid = true;
        if (missing) {
            checks.required(field);
        } else {
            valid = check(field, selector);
            if (isEmpty(selector)) {
                checks.invalid(field, selector, emptyMessage);
            }
        }
        matchesTemplate(field, selector, template, templateField, valid);
    }

    void matchesTemplate(String field, JsonNode selector, JsonNode template, String templateField, boolean valid) {
        if (!valid) {
            checks.invalid(field, selector, "invalid label selector");
            return;
        }
        JsonNode labels = template.path("metadata").path("labels");
        boolean nothing = !selector.isObject();
        if (nothing || (!isEmpty(selector) && !matches(selector, labels))) {
            checks.invalid(templateField + ".metadata.labels", labels, "`selector` does not match template `labels`");
        }
    }

    static boolean isEmpty(JsonNode selector) {
        return selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }

    /** Whether it is valid. */
    boolean check(String field, JsonNode selector) {
        Checks found = new Checks();
        new MetadataRules(found).labels(field + ".matchLabels", selector.path("matchLabels"));
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            expression(field + ".matchExpressions[" + i + "]", expressions.get(i), found);
        }
        found.errors().forEach(checks::add);
        return found.isEmpty();
    }

    static void expression(String field, JsonNode expression, Checks found) {
        String operator = expression.path("operator").asString("");
        JsonNode values = expression.path("values");
        if (!OPERATORS.contains(operator)) {
            found.invalid(field + ".operator", operator, "not a valid selector operator");
        } else if (operator.endsWith("In") && values.isEmpty()) {
            found.required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
        } else if (operator.contains("Exist") && !values.isEmpty()) {
            found.forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        String key = expression.path("key").asString("");
        found.invalid(field + ".key", key, Names.qualifiedName(key));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asString("");
            found.invalid(field + ".values[" + i + "]", value, Names.labelValue(value));
        }
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        boolean byLabels = selector.path("matchLabels").properties().stream()
                .allMatch(each -> each.getValue().equals(labels.path(each.getKey())));
        if (!byLabels) {
            return false;
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!satisfied(expression, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean satisfied(JsonNode expression, JsonNode labels) {
        JsonNode value = labels.path(expression.path("key").asString(""));
        List<String> values = expression
                .path("values")
                .valueStream()
                .map(each -> each.asString(""))
                .toList();
        boolean present = !value.isMissingNode();
        return switch (expression.path("operator").asString("")) {
            case "In" -> present && values.contains(value.asString(""));
            case "NotIn" -> !present || !values.contains(value.asString(""));
            case "Exists" -> present;
            case "DoesNotExist" -> !present;
            default -> false;
        };
    }
}
