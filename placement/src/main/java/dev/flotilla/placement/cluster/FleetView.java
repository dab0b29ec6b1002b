package dev.flotilla.placement.cluster;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.Derived;
import dev.flotilla.placement.FleetCluster;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives the fleet of each snapshot, and the same one as long as nothing changes of the Clusters that bears on a
 * decision. Safe to share.
 */
public final class FleetView {
    public static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");

    private final Derived<FleetCluster> clusters = new Derived<>(CLUSTERS, ClusterReader::read);
    private volatile Built last = new Built(new TreeMap<>(), ClusterSnapshot.EMPTY);

    private record Built(SortedMap<ObjectKey, FleetCluster> clusters, ClusterSnapshot fleet) {}

    @SuppressWarnings("ReferenceEquality") // the very same map, as Derived promises
    public ClusterSnapshot at(Snapshot snapshot) {
        SortedMap<ObjectKey, FleetCluster> now = clusters.at(snapshot);
        Built known = last;
        if (known.clusters == now) {
            return known.fleet;
        }
        List<FleetCluster> read = List.copyOf(now.values());
        ClusterSnapshot fleet = known.fleet.clusters().equals(read) ? known.fleet : known.fleet.next(read);
        last = new Built(now, fleet);
        return fleet;
    }
}
