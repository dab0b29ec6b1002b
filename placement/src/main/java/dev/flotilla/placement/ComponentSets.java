package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

/**
 * Estimates how many whole sets of a workload's components a cluster takes: by the pods and the sums it has left, and
 * where its nodes are known (by class, or by resource models) by putting one set after another on them, each replica on
 * the first node that has room. Counts up to {@value #SETS_MAX} sets node by node.
 */
final class ComponentSets {
    static final int SETS_MAX = 256;

    /** Nodes that are alike, and have been given the same. */
    private record Nodes(long count, long pods, Map<String, Long> freeMilli, Capacity.NodeClass kind) {
        private Nodes less(long replicas, Map<String, Long> requestMilli, long of) {
            Map<String, Long> left = new HashMap<>(freeMilli);
            requestMilli.forEach((resource, each) -> left.merge(resource, -each * replicas, Long::sum));
            return new Nodes(of, pods - replicas, left, kind);
        }
    }

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
        List<Nodes> nodes = nodes(capacity);
        int sets = (int) Math.min(bySums, Integer.MAX_VALUE);
        return nodes.isEmpty() ? sets : byNodes(nodes, components, sets);
    }

    private static List<Nodes> nodes(Capacity capacity) {
        List<Nodes> nodes = new ArrayList<>();
        if (!capacity.nodes().isEmpty()) {
            capacity.nodes().forEach(kind -> nodes.add(new Nodes(kind.count(), kind.pods(), kind.freeMilli(), kind)));
            return nodes;
        }
        capacity.grades().stream()
                .map(grade -> new Capacity.NodeClass(
                        grade.nodes(),
                        Estimator.NODE_PODS_MAX,
                        grade.leastMilli(),
                        grade.leastMilli(),
                        Map.of(),
                        List.of()))
                .forEach(kind -> nodes.add(new Nodes(kind.count(), kind.pods(), kind.freeMilli(), kind)));
        return nodes;
    }

    private static int byNodes(List<Nodes> nodes, List<WorkloadRequest.Component> components, int bound) {
        int sets = 0;
        while (sets < Math.min(bound, SETS_MAX)) {
            for (WorkloadRequest.Component component : components) {
                if (!put(nodes, component)) {
                    return sets;
                }
            }
            sets++;
        }
        return bound <= SETS_MAX ? sets : bound;
    }

    /** @return whether all of its replicas found a node */
    private static boolean put(List<Nodes> nodes, WorkloadRequest.Component component) {
        long left = component.replicas();
        ListIterator<Nodes> each = nodes.listIterator();
        while (left > 0 && each.hasNext()) {
            Nodes here = each.next();
            long onOne = admitted(component.requirement(), here.kind())
                    ? Math.min(
                            here.pods(),
                            Estimator.fit(
                                    here.freeMilli(), component.requirement().milli()))
                    : 0;
            long taken = Math.min(left, Math.max(0, onOne) * here.count());
            if (taken > 0) {
                each.remove();
                split(here, taken, onOne, component.requirement().milli()).forEach(each::add);
                left -= taken;
            }
        }
        return left == 0;
    }

    private static boolean admitted(Requirement requirement, Capacity.NodeClass kind) {
        return requirement
                .claim()
                .filter(_ -> !kind.labels().isEmpty() || !kind.taints().isEmpty())
                .map(claim -> NodeMatch.matches(claim, kind))
                .orElseGet(() -> NodeMatch.open(kind));
    }

    private static List<Nodes> split(Nodes nodes, long taken, long onOne, Map<String, Long> requestMilli) {
        long full = taken / onOne;
        long rest = taken % onOne;
        List<Nodes> parts = new ArrayList<>();
        if (full > 0) {
            parts.add(nodes.less(onOne, requestMilli, full));
        }
        if (rest > 0) {
            parts.add(nodes.less(rest, requestMilli, 1));
        }
        long untouched = nodes.count() - full - (rest > 0 ? 1 : 0);
        if (untouched > 0) {
            parts.add(new Nodes(untouched, nodes.pods(), nodes.freeMilli(), nodes.kind()));
        }
        return parts;
    }
}
