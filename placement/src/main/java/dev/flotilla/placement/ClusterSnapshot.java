package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The fleet at one moment, by name. Immutable and shared by every decision made about that moment, with all that
 * follows from the fleet alone: worked out once, when a decision first asks.
 */
public final class ClusterSnapshot {
    public static final ClusterSnapshot EMPTY = new ClusterSnapshot(List.of());

    private final List<FleetCluster> clusters;
    private final Topology topology;
    private final Rooms rooms;

    /** @throws IllegalStateException if two clusters have the same name */
    public ClusterSnapshot(List<FleetCluster> clusters) {
        this.clusters = byName(clusters);
        this.topology = new Topology(this.clusters);
        this.rooms = new Rooms(this.clusters);
    }

    private ClusterSnapshot(List<FleetCluster> sorted, Topology topology, Rooms rooms) {
        this.clusters = sorted;
        this.topology = topology;
        this.rooms = rooms;
    }

    private static List<FleetCluster> byName(List<FleetCluster> clusters) {
        List<FleetCluster> sorted = new ArrayList<>(clusters);
        sorted.sort(Comparator.comparing(FleetCluster::name));
        return List.copyOf(sorted);
    }

    /**
     * The fleet as it is next. Where clusters differ in what they have left alone, the rest is not worked out again.
     */
    public ClusterSnapshot next(List<FleetCluster> changed) {
        List<FleetCluster> sorted = byName(changed);
        return topology.isOf(sorted) ? measured(sorted) : new ClusterSnapshot(sorted);
    }

    /**
     * The same clusters, in the same order, with other capacities alone. What is known of clusters that are the very
     * same objects is not worked out again.
     */
    public ClusterSnapshot measured(List<FleetCluster> same) {
        return new ClusterSnapshot(List.copyOf(same), topology, rooms.next(same));
    }

    /** Whether the other has the same clusters, but for what they have left, and shares what follows from that. */
    @SuppressWarnings("ReferenceEquality") // shared is what it asks for
    public boolean alike(ClusterSnapshot other) {
        return topology == other.topology;
    }

    /** Sorted by name. */
    public List<FleetCluster> clusters() {
        return clusters;
    }

    public Optional<FleetCluster> cluster(String name) {
        int index = topology.index(name);
        return index < 0 ? Optional.empty() : Optional.of(clusters.get(index));
    }

    /** The fleet with some clusters changed; none is added or taken away. */
    public ClusterSnapshot with(UnaryOperator<FleetCluster> change) {
        return next(clusters.stream().map(change).toList());
    }

    public int size() {
        return clusters.size();
    }

    Topology topology() {
        return topology;
    }

    Rooms rooms() {
        return rooms;
    }
}
