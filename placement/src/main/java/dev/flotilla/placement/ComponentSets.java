package dev.flotilla.placement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates how many whole sets of a workload's components a cluster takes: by the pods and the sums it has left, and
 * where its nodes are known (by class, or by resource models) by putting one set after another on them, each replica on
 * the first node that has room. Counts up to {@value #SETS_MAX} sets node by node.
 */
final class ComponentSets {
    static final int SETS_MAX = 256;

    private ComponentSets() {}

    /** @return not negative */
    static int fit(Capacity capacity, List<WorkloadRequest.Component> components) {
        long podsOfSet = components.stream()
                .mapToLong(WorkloadRequest.Component::replicas)
                .sum();
        long pods = Math.max(0, capacity.pods());
        if (podsOfSet <= 0) {
            return (int) Math.min(pods, Integer.MAX_VALUE);
        }
        Map<String, Long> ofSet = new HashMap<>();
        components.forEach(component -> component
                .requirement()
                .milli()
                .forEach((resource, each) -> ofSet.merge(resource, each * component.replicas(), Long::sum)));
        long bySums = Math.min(pods / podsOfSet, Estimator.fit(capacity.freeMilli(), ofSet));
        NodeFill nodes = nodes(capacity);
        int sets = (int) Math.min(bySums, Integer.MAX_VALUE);
        return nodes.isEmpty() ? sets : byNodes(nodes, components, sets);
    }

    private static NodeFill nodes(Capacity capacity) {
        return NodeFill.of(
                !capacity.nodes().isEmpty()
                        ? capacity.nodes()
                        : capacity.grades().stream()
                                .map(grade -> new Capacity.NodeClass(
                                        grade.nodes(),
                                        Estimator.NODE_PODS_MAX,
                                        grade.leastMilli(),
                                        grade.leastMilli(),
                                        Map.of(),
                                        List.of()))
                                .toList());
    }

    private static int byNodes(NodeFill nodes, List<WorkloadRequest.Component> components, int bound) {
        int sets = 0;
        while (sets < Math.min(bound, SETS_MAX)) {
            for (WorkloadRequest.Component component : components) {
                if (!nodes.put(component.requirement(), component.replicas())) {
                    return sets;
                }
            }
            sets++;
        }
        return bound <= SETS_MAX ? sets : bound;
    }
}
