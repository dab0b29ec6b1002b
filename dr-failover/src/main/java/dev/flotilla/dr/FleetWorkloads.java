package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Derived;
import java.util.ArrayList;
import java.util.List;

/** Reads the fleet and all that is bound to it from a snapshot; each object once for each of its versions. */
final class FleetWorkloads {
    private final Derived<Member> members = new Derived<>(Cluster.RESOURCE, Member::of);
    private final Derived<BoundWorkload> namespaced = new Derived<>(BindingKinds.RESOURCE_BINDING, BoundWorkload::of);
    private final Derived<BoundWorkload> clusterWide =
            new Derived<>(BindingKinds.CLUSTER_RESOURCE_BINDING, BoundWorkload::of);

    Fleet fleet(Snapshot snapshot) {
        return new Fleet(members.at(snapshot).values());
    }

    List<BoundWorkload> bound(Snapshot snapshot) {
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
}
