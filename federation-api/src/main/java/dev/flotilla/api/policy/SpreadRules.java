package dev.flotilla.api.policy;

import dev.flotilla.api.status.FieldError;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What spread constraints must not say. */
final class SpreadRules {
    private SpreadRules() {}

    static void check(List<Placement.SpreadConstraint> constraints, String path, List<FieldError> errors) {
        Set<Placement.SpreadField> seen = EnumSet.noneOf(Placement.SpreadField.class);
        for (int index = 0; index < constraints.size(); index++) {
            Placement.SpreadConstraint constraint = constraints.get(index);
            String at = path + "[" + index + "]";
            Placement.@Nullable SpreadField field = constraint.spreadByField();
            if (field != null && !constraint.spreadByLabel().isEmpty()) {
                errors.add(FieldError.invalid(
                        at,
                        "\"" + constraint.spreadByLabel() + "\"",
                        "spreadByLabel should not co-exist with spreadByField"));
            }
            if (field != null && !seen.add(field)) {
                errors.add(FieldError.invalid(
                        path,
                        "\"" + label(field) + "\"",
                        "multiple " + label(field) + " spread constraints are not allowed"));
            }
            groups(constraint, at, errors);
        }
        if (!seen.isEmpty() && !seen.contains(Placement.SpreadField.CLUSTER)) {
            errors.add(FieldError.invalid(
                    path,
                    "\"\"",
                    "the cluster spread constraint must be enabled in one of the constraints in case of SpreadByField is"
                            + " enabled"));
        }
    }

    private static void groups(Placement.SpreadConstraint constraint, String path, List<FieldError> errors) {
        int min = constraint.minGroups() == null ? 0 : constraint.minGroups();
        int max = constraint.maxGroups() == null ? 0 : constraint.maxGroups();
        if (min < 0) {
            errors.add(FieldError.invalid(path + ".minGroups", "" + min, "minGroups lower than 0 is not allowed"));
        }
        if (max < 0) {
            errors.add(FieldError.invalid(path + ".maxGroups", "" + max, "maxGroups lower than 0 is not allowed"));
        }
        if (max > 0 && max < min) {
            errors.add(
                    FieldError.invalid(path + ".maxGroups", "" + max, "maxGroups lower than minGroups is not allowed"));
        }
    }

    private static String label(Placement.SpreadField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
