package dev.flotilla.api.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a policy asks of the scheduler beyond Karmada's language: the JSON in its annotation
 * {@code fleet.flotilla.dev/scheduling}.
 *
 * @param karmadaCompat decide as Karmada does also where we think better of it; null for no
 * @param replicaLimits how many replicas clusters have at least and at most; of several that match the first holds
 * @param rebalance whether running replicas may move to where limits and weights want them; null for no
 * @param prefer which clusters are better than others
 * @param stickiness how much it counts, in hundredths, that the workload runs in a cluster already; null for 100
 * @param preemptionPolicy {@code PreemptLowerPriority}, or {@code Never}, which is also what an empty one means
 * @param preemptionBudget how many workloads it may displace at once; null for {@value #PREEMPTION_BUDGET}
 */
public record SchedulingHints(
        @Nullable Boolean karmadaCompat,
        List<ReplicaLimit> replicaLimits,
        @Nullable Boolean rebalance,
        List<Preference> prefer,
        @Nullable Integer stickiness,
        String preemptionPolicy,
        @Nullable Integer preemptionBudget) {
    public static final int WEIGHT_MAX = 1000;
    public static final int PREEMPTION_BUDGET = 10;
    public static final int PREEMPTION_BUDGET_MAX = 100;
    public static final String PREEMPT = "PreemptLowerPriority";
    public static final String NEVER = "Never";

    private static final String PATH = "metadata.annotations[" + Marks.SCHEDULING + "]";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final SchedulingHints NONE = new SchedulingHints(null, List.of(), null, List.of(), null, "", null);

    /** @param maxReplicas null for no limit */
    public record ReplicaLimit(
            @Nullable ClusterAffinity targetCluster,
            int minReplicas,
            @Nullable Integer maxReplicas) {
        public ClusterAffinity target() {
            return targetCluster == null ? ClusterAffinity.ALL : targetCluster;
        }
    }

    /**
     * By a number in a label of the clusters.
     *
     * @param order {@code lowest} or {@code highest}; empty for lowest
     * @param weight null for 1
     */
    public record Preference(
            String clusterLabel, String order, @Nullable Integer weight) {
        public boolean lowest() {
            return !order.equals("highest");
        }

        public int weightOrOne() {
            return weight == null ? 1 : weight;
        }
    }

    public SchedulingHints {
        replicaLimits = List.copyOf(replicaLimits);
        prefer = List.copyOf(prefer);
    }

    /** As the annotation says; none if there is none, or if it cannot be read. */
    public static SchedulingHints of(String annotation) {
        return read(annotation).orElse(NONE);
    }

    private static Optional<SchedulingHints> read(String annotation) {
        if (annotation.isBlank()) {
            return Optional.of(NONE);
        }
        try {
            JsonNode tree = MAPPER.readTree(annotation);
            return tree.isObject() ? Optional.of(RecordJson.read(tree, SchedulingHints.class)) : Optional.empty();
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    static void check(String annotation, List<FieldError> errors) {
        read(annotation)
                .ifPresentOrElse(
                        hints -> hints.check(errors),
                        () -> errors.add(FieldError.invalid(
                                PATH, "\"" + annotation + "\"", "must be a JSON object of scheduling hints")));
    }

    private void check(List<FieldError> errors) {
        for (int index = 0; index < replicaLimits.size(); index++) {
            ReplicaLimit limit = replicaLimits.get(index);
            String at = PATH + ".replicaLimits[" + index + "]";
            if (limit.minReplicas() < 0) {
                errors.add(FieldError.invalid(
                        at + ".minReplicas",
                        String.valueOf(limit.minReplicas()),
                        "must be greater than or equal to 0"));
            }
            if (limit.maxReplicas() != null && limit.maxReplicas() < limit.minReplicas()) {
                errors.add(FieldError.invalid(
                        at + ".maxReplicas",
                        String.valueOf(limit.maxReplicas()),
                        "must be greater than or equal to minReplicas"));
            }
            PlacementRules.affinity(limit.targetCluster(), at + ".targetCluster", errors);
        }
        for (int index = 0; index < prefer.size(); index++) {
            preference(prefer.get(index), PATH + ".prefer[" + index + "]", errors);
        }
        if (stickiness != null && (stickiness < 0 || stickiness > WEIGHT_MAX)) {
            errors.add(FieldError.invalid(
                    PATH + ".stickiness", String.valueOf(stickiness), "must be between 0 and " + WEIGHT_MAX));
        }
        preemption(errors);
    }

    private void preemption(List<FieldError> errors) {
        if (!List.of("", PREEMPT, NEVER).contains(preemptionPolicy)) {
            errors.add(FieldError.notSupported(PATH + ".preemptionPolicy", preemptionPolicy, List.of(NEVER, PREEMPT)));
        }
        if (preemptionBudget != null && (preemptionBudget < 1 || preemptionBudget > PREEMPTION_BUDGET_MAX)) {
            errors.add(FieldError.invalid(
                    PATH + ".preemptionBudget",
                    String.valueOf(preemptionBudget),
                    "must be between 1 and " + PREEMPTION_BUDGET_MAX));
        }
    }

    /** How many workloads of lower priority may be displaced at once; 0 for none. */
    public int displaces() {
        if (!preemptionPolicy.equals(PREEMPT)) {
            return 0;
        }
        return preemptionBudget == null ? PREEMPTION_BUDGET : preemptionBudget;
    }

    private static void preference(Preference preference, String at, List<FieldError> errors) {
        if (preference.clusterLabel().isEmpty()) {
            errors.add(FieldError.required(at + ".clusterLabel", "name the label whose number counts"));
        }
        if (!List.of("", "lowest", "highest").contains(preference.order())) {
            errors.add(FieldError.notSupported(at + ".order", preference.order(), List.of("lowest", "highest")));
        }
        if (preference.weightOrOne() < 0 || preference.weightOrOne() > WEIGHT_MAX) {
            errors.add(FieldError.invalid(
                    at + ".weight", String.valueOf(preference.weightOrOne()), "must be between 0 and " + WEIGHT_MAX));
        }
    }
}
