package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import java.util.List;
import java.util.Map;

/**
 * What a cluster says it has left.
 *
 * @param pods how many more pods fit
 * @param freeMilli allocatable less allocated and allocating, in thousandths of each resource's unit; a resource that
 *     is not named here does not exist in the cluster
 * @param grades the cluster's nodes by size class; empty if it has no resource models
 * @param nodes the cluster's nodes by what they are and have left, at most {@value #NODE_CLASSES_MAX}; empty if nobody
 *     has looked at them
 */
public record Capacity(long pods, Map<String, Long> freeMilli, List<Grade> grades, List<NodeClass> nodes) {
    /** How many classes of nodes a cluster is described by. */
    public static final int NODE_CLASSES_MAX = 64;

    /** Nodes of one size class: how many, and what each of them has left at least. */
    public record Grade(long nodes, Map<String, Long> leastMilli) {
        public Grade {
            leastMilli = Map.copyOf(leastMilli);
        }
    }

    /**
     * Nodes that are alike.
     *
     * @param count how many
     * @param pods how many more pods fit on each
     * @param freeMilli what each has left
     * @param allocatableMilli what each has in all
     */
    public record NodeClass(
            long count,
            long pods,
            Map<String, Long> freeMilli,
            Map<String, Long> allocatableMilli,
            Map<String, String> labels,
            List<Taint> taints) {
        public NodeClass {
            freeMilli = Map.copyOf(freeMilli);
            allocatableMilli = Map.copyOf(allocatableMilli);
            labels = Map.copyOf(labels);
            taints = List.copyOf(taints);
        }
    }

    public Capacity {
        freeMilli = Map.copyOf(freeMilli);
        grades = List.copyOf(grades);
        nodes = List.copyOf(nodes);
        if (nodes.size() > NODE_CLASSES_MAX) {
            throw new IllegalArgumentException("at most " + NODE_CLASSES_MAX + " classes of nodes: " + nodes.size());
        }
    }

    /** Of a cluster whose nodes nobody has looked at. */
    public Capacity(long pods, Map<String, Long> freeMilli, List<Grade> grades) {
        this(pods, freeMilli, grades, List.of());
    }
}
