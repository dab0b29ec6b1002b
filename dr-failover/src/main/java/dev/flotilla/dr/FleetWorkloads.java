package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.Derived;
import dev.flotilla.placement.binding.Relocation;
import dev.flotilla.placement.cluster.FleetView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the fleet and all that is bound to it from a snapshot; each object once for each of its versions. */
public final class FleetWorkloads {
    private final FleetView view = new FleetView();
    private volatile Found found = new Found(ClusterSnapshot.EMPTY, new ConcurrentHashMap<>());
    private final Derived<Member> members = new Derived<>(Cluster.RESOURCE, Member::of);
    private final Derived<BoundWorkload> namespaced = new Derived<>(BindingKinds.RESOURCE_BINDING, BoundWorkload::of);
    private final Derived<BoundWorkload> clusterWide =
            new Derived<>(BindingKinds.CLUSTER_RESOURCE_BINDING, BoundWorkload::of);

    public Fleet fleet(Snapshot snapshot) {
        return new Fleet(members.at(snapshot).values());
    }

    public List<BoundWorkload> bound(Snapshot snapshot) {
        List<BoundWorkload> all = new ArrayList<>(namespaced.at(snapshot).values());
        all.addAll(clusterWide.at(snapshot).values());
        return all;
    }

    /** Whether any cluster evicts, or any eviction is not over yet. */
    boolean evicting(Snapshot snapshot, Fleet fleet) {
        return fleet.evicts()
                || bound(snapshot).stream()
                        .anyMatch(workload -> !workload.tasks().isEmpty());
    }

    /** Where workloads can go. What was found is kept as long as neither the fleet nor the workload changes. */
    @SuppressWarnings("ReferenceEquality") // the very same fleet, as FleetView promises
    public EvictionPlan.Places places(Snapshot snapshot) {
        ClusterSnapshot fleet = view.at(snapshot);
        Found known = found;
        Found now = known.fleet == fleet ? known : new Found(fleet, new ConcurrentHashMap<>());
        found = now;
        return (workload, clusters) -> now.places.computeIfAbsent(
                new Wanted(workload.binding().key(), workload.binding().resourceVersion(), clusters),
                _ -> Relocation.find(fleet, workload.binding(), clusters));
    }

    private record Found(ClusterSnapshot fleet, Map<Wanted, Optional<Relocation>> places) {}

    private record Wanted(ObjectKey binding, long resourceVersion, Set<String> without) {}
}
