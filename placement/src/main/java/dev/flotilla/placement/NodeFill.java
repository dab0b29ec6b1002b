package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Nodes that are filled step by step, each replica on the first that has room. Not for several threads at once. */
final class NodeFill {
    /** How many sorts of replicas are put on nodes one by one; what comes after them is not looked at that closely. */
    private static final int SORTS_MAX = 64;

    private final List<Nodes> nodes = new ArrayList<>();

    /** Nodes that are alike, and have been given the same. */
    private record Nodes(long count, long pods, Map<String, Long> freeMilli, Capacity.NodeClass kind) {
        private Nodes less(long replicas, Map<String, Long> requestMilli, long of) {
            Map<String, Long> left = new HashMap<>(freeMilli);
            requestMilli.forEach((resource, each) -> left.merge(resource, -each * replicas, Long::sum));
            return new Nodes(of, pods - replicas, left, kind);
        }

        private Capacity.NodeClass left() {
            return new Capacity.NodeClass(
                    count, pods, freeMilli, kind.allocatableMilli(), kind.labels(), kind.taints());
        }
    }

    private NodeFill() {}

    static NodeFill of(List<Capacity.NodeClass> classes) {
        NodeFill fill = new NodeFill();
        classes.forEach(kind -> fill.nodes.add(new Nodes(kind.count(), kind.pods(), kind.freeMilli(), kind)));
        return fill;
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    List<Capacity.NodeClass> less(List<Capacity.Taken> taken) {
        taken.stream().limit(SORTS_MAX).forEach(each -> put(each.requirement(), each.replicas()));
        return nodes.stream().map(Nodes::left).toList();
    }

    /** @return whether all of the replicas found a node */
    boolean put(Requirement requirement, long replicas) {
        long left = replicas;
        ListIterator<Nodes> each = nodes.listIterator();
        while (left > 0 && each.hasNext()) {
            Nodes here = each.next();
            long onOne = admitted(requirement, here.kind())
                    ? Math.min(here.pods(), Estimator.fit(here.freeMilli(), requirement.milli()))
                    : 0;
            long taken = Math.min(left, Math.max(0, onOne) * here.count());
            if (taken > 0) {
                each.remove();
                split(here, taken, onOne, requirement.milli()).forEach(each::add);
                left -= taken;
            }
        }
        return left == 0;
    }

    /**
     * The room that replicas leave on the nodes they were on, as a class of its own: with the labels that all nodes
     * have which would do for them, and the taints of any. Empty if no node is known that would.
     */
    static Optional<Capacity.NodeClass> leftBy(Capacity.Taken gone, List<Capacity.NodeClass> nodes) {
        return nodes.stream()
                .filter(kind -> admitted(gone.requirement(), kind))
                .reduce((one, two) -> new Capacity.NodeClass(
                        0,
                        0,
                        Map.of(),
                        Map.of(),
                        shared(one.labels(), two.labels()),
                        Stream.concat(one.taints().stream(), two.taints().stream())
                                .distinct()
                                .toList()))
                .map(kind -> new Capacity.NodeClass(
                        gone.replicas(),
                        1,
                        gone.requirement().milli(),
                        gone.requirement().milli(),
                        kind.labels(),
                        kind.taints()));
    }

    private static Map<String, String> shared(Map<String, String> one, Map<String, String> two) {
        Map<String, String> shared = new HashMap<>(one);
        shared.entrySet().retainAll(two.entrySet());
        return shared;
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
