package dev.flotilla.apiserver.review;

import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.read.LabelSelection;
import dev.flotilla.apiserver.request.FieldTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Which selectors of a question about access cannot be understood. Rights do not depend on them; askers are told. */
final class SelectorText {
    private static final Set<String> LABEL_OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    private SelectorText() {}

    /** @return empty if all is understood */
    static String ignored(JsonNode attributes) {
        List<String> problems = new ArrayList<>();
        problem(attributes, "fieldSelector", SelectorText::fieldSelector, SelectorText::fieldRequirement, problems);
        problem(attributes, "labelSelector", SelectorText::labelSelector, SelectorText::labelRequirement, problems);
        return String.join("; ", problems);
    }

    private static void problem(
            JsonNode attributes,
            String field,
            Predicate<String> selector,
            Predicate<JsonNode> requirement,
            List<String> problems) {
        JsonNode given = attributes.path(field);
        String raw = given.path("rawSelector").asString("");
        JsonNode requirements = given.path("requirements");
        long understood = requirements.valueStream().filter(requirement).count();
        boolean lost = (!raw.isEmpty() && !selector.test(raw)) || understood < requirements.size();
        if (lost) {
            problems.add("spec.resourceAttributes." + field + (understood > 0 ? " partially" : "")
                    + " ignored due to parse error");
        }
    }

    private static boolean fieldSelector(String raw) {
        return understood(() -> FieldTerm.parse(raw));
    }

    private static boolean fieldRequirement(JsonNode requirement) {
        String operator = requirement.path("operator").asString("");
        return (operator.equals("In") || operator.equals("NotIn"))
                && requirement.path("values").size() == 1;
    }

    private static boolean labelSelector(String raw) {
        return understood(() -> LabelSelection.parse(raw));
    }

    private static boolean understood(Runnable parsing) {
        try {
            parsing.run();
            return true;
        } catch (StatusException malformed) {
            return false;
        }
    }

    private static boolean labelRequirement(JsonNode requirement) {
        return LABEL_OPERATORS.contains(requirement.path("operator").asString(""));
    }
}
