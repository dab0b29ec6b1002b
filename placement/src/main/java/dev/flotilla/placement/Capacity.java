package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster says it has left.
 *
 * @param pods how many more pods fit
 * @param freeMilli allocatable less allocated and allocating, in thousandths of each resource's unit; a resource that
 *     is not named here does not exist in the cluster
 * @param grades the cluster's nodes by size class; empty if it has no resource models
 * @param nodes the cluster's nodes by what they are and have left; empty if nobody has looked at them
 * @param readAt when the cluster was asked; what came to it later is not counted. Empty if nobody noted it
 */
public record Capacity(
        long pods, Map<String, Long> freeMilli, List<Grade> grades, List<NodeClass> nodes, Optional<Instant> readAt) {
    /** How many classes of nodes a cluster is described by; more, where some of them are promised to somebody. */
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
    }

    /** Of a cluster whose nodes nobody has looked at. */
    public Capacity(long pods, Map<String, Long> freeMilli, List<Grade> grades) {
        this(pods, freeMilli, grades, List.of(), Optional.empty());
    }

    public Capacity(long pods, Map<String, Long> freeMilli, List<Grade> grades, List<NodeClass> nodes) {
        this(pods, freeMilli, grades, nodes, Optional.empty());
    }

    /** Replicas that are all alike. */
    public record Taken(Requirement requirement, long replicas) {}

    /** How many replicas more there is room for; not negative. */
    public int room(Requirement requirement) {
        return Estimator.replicas(this, requirement);
    }

    /**
     * What is left once these have gone: more in the sums, and on nodes of which no more is known than that they took
     * one such replica each.
     */
    public Capacity more(List<Taken> gone) {
        Map<String, Long> free = new HashMap<>(freeMilli);
        long podsLeft = pods;
        List<NodeClass> nodesLeft = new ArrayList<>(nodes);
        for (Taken each : gone) {
            each.requirement()
                    .milli()
                    .forEach((resource, milli) ->
                            free.computeIfPresent(resource, (_, left) -> left + milli * each.replicas()));
            podsLeft += each.replicas();
            NodeFill.leftBy(each, nodes).ifPresent(nodesLeft::add);
        }
        return new Capacity(podsLeft, free, grades, nodesLeft, readAt);
    }

    /**
     * What is left once these have come: of the sums, and of nodes that will do for them, the first that have room.
     * Where no node is known to have room, the sums alone are less.
     */
    public Capacity less(List<Taken> taken) {
        Map<String, Long> free = new HashMap<>(freeMilli);
        long podsLeft = pods;
        for (Taken each : taken) {
            each.requirement()
                    .milli()
                    .forEach((resource, milli) ->
                            free.computeIfPresent(resource, (_, left) -> left - milli * each.replicas()));
            podsLeft -= each.replicas();
        }
        List<NodeClass> nodesLeft = nodes.isEmpty() ? nodes : NodeFill.of(nodes).less(taken);
        return new Capacity(podsLeft, free, grades, nodesLeft, readAt);
    }
}
