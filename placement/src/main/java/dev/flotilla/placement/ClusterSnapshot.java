package dev.flotilla.placement;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The fleet at one moment, by name. Immutable and shared by every decision made about that moment. */
public final class ClusterSnapshot {
    public static final ClusterSnapshot EMPTY = new ClusterSnapshot(List.of());

    private final List<FleetCluster> clusters;
    private final Map<String, FleetCluster> byName;

    /** @throws IllegalStateException if two clusters have the same name */
    public ClusterSnapshot(List<FleetCluster> clusters) {
        this.clusters = clusters.stream()
                .sorted(Comparator.comparing(FleetCluster::name))
                .toList();
        this.byName = clusters.stream().collect(Collectors.toUnmodifiableMap(FleetCluster::name, Function.identity()));
    }

    /** Sorted by name. */
    public List<FleetCluster> clusters() {
        return clusters;
    }

    public Optional<FleetCluster> cluster(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The fleet with some clusters changed; none is added or taken away. */
    public ClusterSnapshot with(UnaryOperator<FleetCluster> change) {
        return new ClusterSnapshot(clusters.stream().map(change).toList());
    }

    public int size() {
        return clusters.size();
    }
}
