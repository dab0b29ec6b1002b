package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.Derived;
import dev.flotilla.placement.Folded;
import dev.flotilla.placement.cluster.FleetView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * Reads the fleet and all that is bound to it from a snapshot; each object once for each of its versions. Safe to share
 * between threads.
 */
public final class FleetWorkloads {
    private final FleetView view = new FleetView();
    private volatile Relocations relocations = Relocations.NONE;
    private volatile Sites sites = new Sites(new TreeMap<>(), new TreeMap<>());
    private final Derived<Member> members = new Derived<>(Cluster.RESOURCE, Member::of);
    private final Folded<BoundWorkload, Bound> namespaced =
            new Folded<>(BindingKinds.RESOURCE_BINDING, BoundWorkload::of, Bound.Sum.OF_BINDINGS);
    private final Folded<BoundWorkload, Bound> clusterWide =
            new Folded<>(BindingKinds.CLUSTER_RESOURCE_BINDING, BoundWorkload::of, Bound.Sum.OF_BINDINGS);

    /** @param leaving how many have an eviction that is not over yet */
    private record Bound(TreePMap<ObjectKey, BoundWorkload> all, int leaving) {
        private static final Bound NONE = new Bound(TreePMap.empty(), 0);

        private enum Sum implements Folded.Sum<BoundWorkload, Bound> {
            OF_BINDINGS;

            @Override
            public Bound nothing() {
                return NONE;
            }

            @Override
            public Bound plus(Bound sum, ObjectKey key, BoundWorkload workload) {
                return new Bound(sum.all.plus(key, workload), sum.leaving + leaving(workload));
            }

            @Override
            public Bound minus(Bound sum, ObjectKey key, BoundWorkload workload) {
                return new Bound(sum.all.minus(key), sum.leaving - leaving(workload));
            }

            private static int leaving(BoundWorkload workload) {
                return workload.tasks().isEmpty() ? 0 : 1;
            }
        }
    }

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
        List<BoundWorkload> all = new ArrayList<>(namespaced.at(snapshot).all().values());
        all.addAll(clusterWide.at(snapshot).all().values());
        return all;
    }

    /** Whether any cluster evicts, or any eviction is not over yet. */
    boolean evicting(Snapshot snapshot, Fleet fleet) {
        return fleet.evicts()
                || namespaced.at(snapshot).leaving() > 0
                || clusterWide.at(snapshot).leaving() > 0;
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
