package dev.flotilla.api.policy;

import dev.flotilla.api.selector.LabelSelector;
import dev.flotilla.api.selector.LabelSyntax;
import dev.flotilla.api.selector.SelectorRules;
import dev.flotilla.api.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a placement must not say. */
public final class PlacementRules {
    private static final List<String> FIELD_KEYS = List.of("provider", "region", "zone");
    private static final List<String> FIELD_OPERATORS = List.of("In", "NotIn");

    private PlacementRules() {}

    static void check(@Nullable Placement placement, String path, List<FieldError> errors) {
        if (placement == null) {
            return;
        }
        if (placement.clusterAffinity() != null
                && !placement.clusterAffinities().isEmpty()) {
            errors.add(FieldError.invalid(
                    path, "\"\"", "clusterAffinities can not co-exist with clusterAffinity; keep one of the two"));
        }
        affinity(placement.clusterAffinity(), path + ".clusterAffinity", errors);
        terms(placement, path + ".clusterAffinities", errors);
        for (int index = 0; index < placement.clusterTolerations().size(); index++) {
            toleration(placement.clusterTolerations().get(index), path + ".clusterTolerations[" + index + "]", errors);
        }
        SpreadRules.check(placement.spreadConstraints(), path + ".spreadConstraints", errors);
        scheduling(placement.replicaScheduling(), path + ".replicaScheduling", errors);
        workloadAffinity(placement.workloadAffinity(), path + ".workloadAffinity", errors);
    }

    /** Adds what is wrong with the affinity at the path; nothing for an absent one. */
    public static void affinity(@Nullable ClusterAffinity affinity, String path, List<FieldError> errors) {
        if (affinity == null) {
            return;
        }
        SelectorRules.check(affinity.labelSelector(), path + ".labelSelector", errors);
        if (affinity.fieldSelector() == null) {
            return;
        }
        List<LabelSelector.Requirement> expressions = affinity.fieldSelector().matchExpressions();
        for (int index = 0; index < expressions.size(); index++) {
            String at = path + ".fieldSelector.matchExpressions[" + index + "]";
            LabelSelector.Requirement expression = expressions.get(index);
            if (!FIELD_KEYS.contains(expression.key())) {
                errors.add(FieldError.notSupported(at + ".key", expression.key(), FIELD_KEYS));
            }
            if (!FIELD_OPERATORS.contains(expression.operator())) {
                errors.add(FieldError.notSupported(at + ".operator", expression.operator(), FIELD_OPERATORS));
            }
            if (expression.values().isEmpty()) {
                errors.add(FieldError.required(at + ".values", "name at least one " + expression.key()));
            }
        }
    }

    private static void terms(Placement placement, String path, List<FieldError> errors) {
        Set<String> names = new HashSet<>();
        List<AffinityTerm> terms = placement.clusterAffinities();
        for (int index = 0; index < terms.size(); index++) {
            AffinityTerm term = terms.get(index);
            String at = path + "[" + index + "]";
            name(term.affinityName(), at + ".affinityName", names, errors);
            affinity(term.affinity(), at, errors);
            if (!term.overflowAffinities().isEmpty()) {
                overflow(placement, term, at + ".overflowAffinities", names, errors);
            }
        }
    }

    private static void overflow(
            Placement placement, AffinityTerm term, String path, Set<String> names, List<FieldError> errors) {
        @Nullable ReplicaScheduling scheduling = placement.replicaScheduling();
        boolean byRoom =
                scheduling != null && scheduling.divides() && (scheduling.aggregates() || scheduling.dynamic());
        if (!byRoom) {
            errors.add(FieldError.forbidden(
                    path, "overflow needs replicas divided by dynamicWeight or Aggregated in replicaScheduling"));
        }
        if (term.affinity().selectsEverything()) {
            errors.add(FieldError.forbidden(path, "the primary affinity must name clusters before any can overflow"));
        }
        for (int index = 0; index < term.overflowAffinities().size(); index++) {
            AffinityTerm.Overflow overflow = term.overflowAffinities().get(index);
            String at = path + "[" + index + "]";
            name(overflow.affinityName(), at + ".affinityName", names, errors);
            affinity(overflow.affinity(), at, errors);
        }
    }

    private static void name(String name, String path, Set<String> seen, List<FieldError> errors) {
        if (!LabelSyntax.isKey(name)) {
            errors.add(FieldError.invalid(path, "\"" + name + "\"", "must be a qualified name"));
        } else if (!seen.add(name)) {
            errors.add(FieldError.invalid(
                    path, "\"" + name + "\"", "each affinity term in a policy must have a unique name"));
        }
    }

    private static void toleration(Toleration toleration, String path, List<FieldError> errors) {
        switch (toleration.operator()) {
            case "", "Equal" -> {
                if (!LabelSyntax.isValue(toleration.value())) {
                    errors.add(FieldError.invalid(
                            path + ".operator", "\"" + toleration.value() + "\"", "value is not a valid label value"));
                }
            }
            case "Exists" -> {
                if (!toleration.value().isEmpty()) {
                    errors.add(FieldError.invalid(
                            path + ".operator",
                            "\"" + toleration.value() + "\"",
                            "value must be empty when `operator` is 'Exists'"));
                }
            }
            default ->
                errors.add(
                        FieldError.notSupported(path + ".operator", toleration.operator(), List.of("Equal", "Exists")));
        }
        if (toleration.key().isEmpty() && !toleration.operator().equals("Exists")) {
            errors.add(FieldError.invalid(
                    path + ".operator",
                    "\"" + toleration.operator() + "\"",
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
        }
        if (toleration.tolerationSeconds() != null && !toleration.effect().equals("NoExecute")) {
            errors.add(FieldError.invalid(
                    path + ".effect",
                    "\"" + toleration.effect() + "\"",
                    "effect must be 'NoExecute' when `tolerationSeconds` is set"));
        }
    }

    private static void scheduling(@Nullable ReplicaScheduling scheduling, String path, List<FieldError> errors) {
        if (scheduling == null || scheduling.weightPreference() == null) {
            return;
        }
        List<ReplicaScheduling.StaticWeight> weights =
                scheduling.weightPreference().staticWeightList();
        for (int index = 0; index < weights.size(); index++) {
            String at = path + ".weightPreference.staticWeightList[" + index + "]";
            affinity(weights.get(index).targetCluster(), at + ".targetCluster", errors);
        }
    }

    private static void workloadAffinity(
            Placement.@Nullable WorkloadAffinity affinity, String path, List<FieldError> errors) {
        if (affinity == null) {
            return;
        }
        groupKey(affinity.affinity(), path + ".affinity.groupByLabelKey", errors);
        groupKey(affinity.antiAffinity(), path + ".antiAffinity.groupByLabelKey", errors);
        if (affinity.affinity() != null && affinity.affinity().equals(affinity.antiAffinity())) {
            errors.add(FieldError.invalid(
                    path,
                    "\"" + affinity.affinity().groupByLabelKey() + "\"",
                    "affinity and antiAffinity must group by different label keys"));
        }
    }

    private static void groupKey(Placement.@Nullable GroupAffinity group, String path, List<FieldError> errors) {
        if (group != null && !LabelSyntax.isKey(group.groupByLabelKey())) {
            errors.add(FieldError.invalid(path, "\"" + group.groupByLabelKey() + "\"", "must be a valid label key"));
        }
    }
}
