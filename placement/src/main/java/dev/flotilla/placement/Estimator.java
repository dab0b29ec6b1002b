package dev.flotilla.placement;

import java.util.Map;

/**
 * Estimates how many replicas more a cluster takes.
 *
 * <p>The answer is the least of the pods left and of what the resources give. Where the cluster's nodes are known by
 * class, the replicas are counted on those that the claim admits; else, where it has resource models, grade by grade,
 * each grade's nodes at their least size and with at most {@value #NODE_PODS_MAX} pods; where it has none, or the
 * models know nothing of a requested resource, the cluster's sums are divided. What is counted node by node never
 * exceeds what the sums give.
 */
final class Estimator {
    /** How many pods a node takes, as kubelet's default has it. */
    static final int NODE_PODS_MAX = 110;

    private Estimator() {}

    /** @return not negative; {@code Integer.MAX_VALUE} for more than that */
    static int replicas(Capacity capacity, Requirement requirement) {
        long fits = Math.min(Math.max(0, capacity.pods()), fit(capacity.freeMilli(), requirement.milli()));
        fits = Math.min(fits, byNodes(capacity, requirement));
        return (int) Math.min(fits, Integer.MAX_VALUE);
    }

    /**
     * As Karmada's general estimator counts: models, where they can tell, stand in the place of the sums, and of nodes
     * nothing is known.
     */
    static int asKarmada(Capacity capacity, Requirement requirement) {
        long fits = requirement.asksForSomething() && !capacity.grades().isEmpty()
                ? onGrades(capacity, requirement.milli())
                : fit(capacity.freeMilli(), requirement.milli());
        return (int) Math.min(Math.min(Math.max(0, capacity.pods()), fits), Integer.MAX_VALUE);
    }

    private static long byNodes(Capacity capacity, Requirement requirement) {
        if (!capacity.nodes().isEmpty()) {
            return byClasses(capacity, requirement);
        }
        long byGrades = requirement.milli().isEmpty() ? -1 : byGrades(capacity, requirement.milli());
        return byGrades < 0 ? Long.MAX_VALUE : byGrades;
    }

    private static long byClasses(Capacity capacity, Requirement requirement) {
        long fits = 0;
        for (Capacity.NodeClass node : capacity.nodes()) {
            boolean admitted = requirement
                    .claim()
                    .map(claim -> NodeMatch.matches(claim, node))
                    .orElseGet(() -> NodeMatch.open(node));
            if (admitted) {
                long onNode = Math.min(Math.max(0, node.pods()), fit(node.freeMilli(), requirement.milli()));
                fits += onNode * Math.max(0, node.count());
            }
        }
        return fits;
    }

    /** -1 if the models cannot tell. */
    private static long byGrades(Capacity capacity, Map<String, Long> requestMilli) {
        boolean known = capacity.grades().stream()
                .allMatch(grade -> grade.leastMilli().keySet().containsAll(requestMilli.keySet()));
        return capacity.grades().isEmpty() || !known ? -1 : onGrades(capacity, requestMilli);
    }

    private static long onGrades(Capacity capacity, Map<String, Long> requestMilli) {
        long fits = 0;
        for (Capacity.Grade grade : capacity.grades()) {
            long onNode = Math.min(NODE_PODS_MAX, fit(grade.leastMilli(), requestMilli));
            fits += onNode * Math.max(0, grade.nodes());
        }
        return fits;
    }

    static long fit(Map<String, Long> freeMilli, Map<String, Long> requestMilli) {
        long fits = Long.MAX_VALUE;
        for (Map.Entry<String, Long> request : requestMilli.entrySet()) {
            if (request.getValue() > 0) {
                long free = Math.max(0, freeMilli.getOrDefault(request.getKey(), 0L));
                fits = Math.min(fits, free / request.getValue());
            }
        }
        return fits;
    }
}
