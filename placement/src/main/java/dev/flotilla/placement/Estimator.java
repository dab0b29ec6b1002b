package dev.flotilla.placement;

import java.util.Map;

/**
 * Estimates how many replicas more a cluster takes, from its summary alone.
 *
 * <p>The answer is the least of the pods left and of what the resources give. Where the cluster has resource models,
 * the replicas are counted node by node, each grade's nodes at their least size and with at most
 * {@value #NODE_PODS_MAX} pods; where it has none, or the models know nothing of a requested resource, the cluster's
 * sums are divided. What a model gives never exceeds what the sums give.
 */
final class Estimator {
    /** How many pods a node takes, as kubelet's default has it. */
    static final int NODE_PODS_MAX = 110;

    private Estimator() {}

    /**
     * @param requestMilli what one replica requests, in thousandths; empty for nothing but a pod
     * @return not negative; {@code Integer.MAX_VALUE} for more than that
     */
    static int replicas(Capacity capacity, Map<String, Long> requestMilli) {
        long fits = Math.min(Math.max(0, capacity.pods()), fit(capacity.freeMilli(), requestMilli));
        long byModel = byModel(capacity, requestMilli);
        return (int) Math.min(byModel < 0 ? fits : Math.min(fits, byModel), Integer.MAX_VALUE);
    }

    /** -1 if the models cannot tell. */
    private static long byModel(Capacity capacity, Map<String, Long> requestMilli) {
        if (capacity.grades().isEmpty() || requestMilli.isEmpty()) {
            return -1;
        }
        long fits = 0;
        for (Capacity.Grade grade : capacity.grades()) {
            if (!grade.leastMilli().keySet().containsAll(requestMilli.keySet())) {
                return -1;
            }
            long onNode = Math.min(NODE_PODS_MAX, fit(grade.leastMilli(), requestMilli));
            fits += onNode * Math.max(0, grade.nodes());
        }
        return fits;
    }

    private static long fit(Map<String, Long> freeMilli, Map<String, Long> requestMilli) {
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
