package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.Derived;
import dev.flotilla.placement.cluster.FleetView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the fleet and all that is bound to it from a snapshot; each object once for each of its versions. Safe to share
 * between threads.
 */
public final class FleetWorkloads {
    private final FleetView view = new FleetView();
    private volatile Relocations relocations = Relocations.NONE;
    private volatile Sites sites = new Sites(new TreeMap<>(), new TreeMap<>());
    private final Derived<Member> members = new Derived<>(Cluster.RESOURCE, Member::of);
    private final Derived<BoundWorkload> namespaced = new Derived<>(BindingKinds.RESOURCE_BINDING, BoundWorkload::of);
    private final Derived<BoundWorkload> clusterWide =
            new Derived<>(BindingKinds.CLUSTER_RESOURCE_BINDING, BoundWorkload::of);

    public Fleet fleet(Snapshot snapshot) {
        return new Fleet(members.at(snapshot).values());
    }

    /** What is lost together, by key; the same map as long as no Cluster changes. */
    @SuppressWarnings("ReferenceEquality") // the very same map, as Derived promises
    SortedMap<ObjectKey, Site> sites(Snapshot snapshot) {
        SortedMap<ObjectKey, Member> now = members.at(snapshot);
        Sites known = sites;
        if (known.members != now) {
            known = new Sites(now, Site.of(now.values()));
            sites = known;
        }
        return known.sites;
    }

    private record Sites(SortedMap<ObjectKey, Member> members, SortedMap<ObjectKey, Site> sites) {}

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

    /** The fleet as placement sees it; the same one as long as nothing changes of it. */
    ClusterSnapshot clusters(Snapshot snapshot) {
        return view.at(snapshot);
    }

    /** Where workloads can go. What was found is kept as long as neither the fleet nor the workload changes. */
    public EvictionPlan.Places places(Snapshot snapshot) {
        Relocations now = relocations.over(view.at(snapshot));
        relocations = now;
        return now;
    }
}
