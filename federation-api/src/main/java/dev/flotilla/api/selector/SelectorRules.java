package dev.flotilla.api.selector;

import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a LabelSelector object must not say. */
public final class SelectorRules {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    private SelectorRules() {}

    /** Adds what is wrong with the selector at the path; nothing for an absent one. */
    public static void check(@Nullable LabelSelector selector, String path, List<FieldError> errors) {
        if (selector == null) {
            return;
        }
        selector.matchLabels().forEach((key, value) -> {
            checkKey(key, path + ".matchLabels", errors);
            if (!LabelSyntax.isValue(value)) {
                errors.add(FieldError.invalid(path + ".matchLabels", quoted(value), "not a valid label value"));
            }
        });
        for (int index = 0; index < selector.matchExpressions().size(); index++) {
            check(selector.matchExpressions().get(index), path + ".matchExpressions[" + index + "]", errors);
        }
    }

    private static void check(LabelSelector.Requirement requirement, String path, List<FieldError> errors) {
        checkKey(requirement.key(), path + ".key", errors);
        String operator = requirement.operator();
        boolean listed = operator.equals("In") || operator.equals("NotIn");
        if (!OPERATORS.contains(operator)) {
            errors.add(FieldError.invalid(path + ".operator", quoted(operator), "not a valid selector operator"));
        } else if (listed && requirement.values().isEmpty()) {
            errors.add(FieldError.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
        } else if (!listed && !requirement.values().isEmpty()) {
            errors.add(FieldError.forbidden(
                    path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
        }
    }

    private static void checkKey(String key, String path, List<FieldError> errors) {
        if (!LabelSyntax.isKey(key)) {
            errors.add(FieldError.invalid(
                    path,
                    quoted(key),
                    "a label key must be a name of letters, digits, '-', '_' or '.',"
                            + " with an optional DNS prefix and '/'"));
        }
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
