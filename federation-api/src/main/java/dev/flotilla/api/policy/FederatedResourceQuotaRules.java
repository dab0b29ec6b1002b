package dev.flotilla.api.policy;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.status.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Checks of FederatedResourceQuota: what is assigned to clusters is part of the whole, and no more than it. */
public final class FederatedResourceQuotaRules implements KindRules {
    public static final KindRules RULES = new FederatedResourceQuotaRules();
    private static final int NAME_LENGTH_MAX = 63;
    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?");

    private FederatedResourceQuotaRules() {}

    @Override
    public List<FieldError> validate(ObjectNode quota, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        String name = quota.path("metadata").path("name").asString("");
        if (name.length() > NAME_LENGTH_MAX) {
            errors.add(FieldError.invalid(
                    "metadata.name", "\"" + name + "\"", "must be no more than " + NAME_LENGTH_MAX + " characters"));
        }
        FederatedResourceQuotaSpec spec = FederatedResourceQuotaSpec.of(quota);
        spec.overall().forEach((resource, amount) -> notNegative(amount, "spec.overall[" + resource + "]", errors));
        assignments(spec, errors);
        return errors;
    }

    private static void assignments(FederatedResourceQuotaSpec spec, List<FieldError> errors) {
        Map<String, BigDecimal> assigned = new HashMap<>();
        Set<String> clusters = new HashSet<>();
        for (int index = 0; index < spec.staticAssignments().size(); index++) {
            FederatedResourceQuotaSpec.StaticAssignment assignment =
                    spec.staticAssignments().get(index);
            String at = "spec.staticAssignments[" + index + "]";
            String cluster = assignment.clusterName();
            if (!CLUSTER.matcher(cluster).matches()) {
                errors.add(FieldError.invalid(at + ".clusterName", "\"" + cluster + "\"", "is no name of a cluster"));
            } else if (!clusters.add(cluster)) {
                errors.add(FieldError.duplicate(at + ".clusterName", "\"" + cluster + "\""));
            }
            assignment.hard().forEach((resource, amount) -> {
                String field = at + ".hard[" + resource + "]";
                notNegative(amount, field, errors);
                if (!spec.overall().containsKey(resource)) {
                    errors.add(FieldError.invalid(field, "\"" + resource + "\"", "must be in spec.overall as well"));
                }
                assigned.merge(resource, amount(amount), BigDecimal::add);
            });
        }
        assigned.forEach((resource, sum) -> {
            String overall = spec.overall().get(resource);
            if (overall != null && sum.compareTo(amount(overall)) > 0) {
                errors.add(FieldError.invalid(
                        "spec.overall[" + resource + "]",
                        "\"" + overall + "\"",
                        "is less than what staticAssignments assign together: " + sum.toPlainString()));
            }
        });
    }

    private static void notNegative(String amount, String field, List<FieldError> errors) {
        if (amount(amount).signum() < 0) {
            errors.add(FieldError.invalid(field, "\"" + amount + "\"", "must be greater than or equal to 0"));
        }
    }

    private static BigDecimal amount(String text) {
        return Quantity.parse(text).value();
    }
}
