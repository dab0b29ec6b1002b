package dev.flotilla.placement.reservation;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Capacity;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.Folded;
import dev.flotilla.placement.Requirement;
import dev.flotilla.placement.cluster.FleetView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * What clusters have left, less what is promised: replicas that bindings name, or that have not left yet, and that the
 * cluster did not hold, as far as anybody knows, when it was last asked what it has left. A promise begins with the
 * commit that names the cluster. It ends when its replicas are seen gone, or were never seen and are not named any
 * more; or with a report of the cluster from after they were seen there.
 *
 * <p>The answer follows from the snapshot alone, and is kept up with the changes alone. Safe to share between threads.
 */
public final class ReservationLedger {
    private final FleetView fleets = new FleetView();
    private final Folded<Promise, Promised> namespaced =
            new Folded<>(BindingKinds.RESOURCE_BINDING, Promise::of, Promised.Sum.OF_BINDINGS);
    private final Folded<Promise, Promised> clusterWide =
            new Folded<>(BindingKinds.CLUSTER_RESOURCE_BINDING, Promise::of, Promised.Sum.OF_BINDINGS);
    private volatile Left last = Left.NOTHING;

    /**
     * @param seen all clusters as they report, in the order of their names
     * @param slots in that order, what is promised to what is namespaced
     */
    private record Left(
            ClusterSnapshot seen,
            Promised namespaced,
            Promised clusterWide,
            List<TreePMap<Slot, Long>> slots,
            ClusterSnapshot left) {
        private static final Left NOTHING = new Left(
                ClusterSnapshot.EMPTY,
                new Promised(TreePMap.empty()),
                new Promised(TreePMap.empty()),
                List.of(),
                ClusterSnapshot.EMPTY);
    }

    /** The fleet as its clusters report. */
    public ClusterSnapshot reported(Snapshot snapshot) {
        return fleets.at(snapshot);
    }

    /** The fleet with what is left for those to whom nothing is promised. */
    @SuppressWarnings("ReferenceEquality") // the very same values, as those who give them promise
    public ClusterSnapshot left(Snapshot snapshot) {
        ClusterSnapshot seen = fleets.at(snapshot);
        Promised some = namespaced.at(snapshot);
        Promised others = clusterWide.at(snapshot);
        Left known = last;
        if (known.seen == seen && known.namespaced == some && known.clusterWide == others) {
            return known.left;
        }
        Left next = next(seen, some, others, known);
        last = next;
        return next.left;
    }

    /**
     * How many replicas a cluster has room for beyond what is promised; empty if it does not tell, or is gone.
     *
     * @param gone what leaves the cluster, and is still counted
     */
    public OptionalInt room(Snapshot snapshot, String cluster, Requirement requirement, List<Capacity.Taken> gone) {
        return fleets.at(snapshot)
                .cluster(cluster)
                .flatMap(FleetCluster::capacity)
                .map(capacity -> OptionalInt.of(capacity.less(taken(
                                capacity,
                                namespaced.at(snapshot).in(cluster),
                                clusterWide.at(snapshot).in(cluster)))
                        .more(gone)
                        .room(requirement)))
                .orElse(OptionalInt.empty());
    }

    @SuppressWarnings("ReferenceEquality") // what is the very same needs no second look
    private static Left next(ClusterSnapshot seen, Promised some, Promised others, Left known) {
        boolean alike = seen.alike(known.seen);
        boolean sameOthers = known.clusterWide == others;
        List<FleetCluster> clusters = new ArrayList<>(seen.size());
        List<TreePMap<Slot, Long>> slots = some.inEach(seen.clusters());
        for (int index = 0; index < seen.size(); index++) {
            FleetCluster cluster = seen.clusters().get(index);
            TreePMap<Slot, Long> here = slots.get(index);
            boolean same = alike
                    && sameOthers
                    && known.seen.clusters().get(index) == cluster
                    && known.slots.get(index) == here;
            clusters.add(same ? known.left.clusters().get(index) : less(cluster, here, others.in(cluster.name())));
        }
        return new Left(seen, some, others, slots, alike ? known.left.measured(clusters) : seen.measured(clusters));
    }

    private static FleetCluster less(FleetCluster cluster, TreePMap<Slot, Long> some, TreePMap<Slot, Long> others) {
        return cluster.capacity()
                .filter(_ -> !some.isEmpty() || !others.isEmpty())
                .map(capacity -> {
                    List<Capacity.Taken> taken = taken(capacity, some, others);
                    return taken.isEmpty() ? cluster : cluster.having(capacity.less(taken));
                })
                .orElse(cluster);
    }

    /** What the cluster did not hold yet when it was asked: nothing that was seen in it in an earlier second. */
    private static List<Capacity.Taken> taken(
            Capacity capacity, TreePMap<Slot, Long> some, TreePMap<Slot, Long> others) {
        long readAt = capacity.readAt().map(Instant::getEpochSecond).orElse(Slot.UNSEEN);
        Map<Need, Long> missing = new TreeMap<>();
        for (TreePMap<Slot, Long> slots : List.of(some, others)) {
            slots.tailMap(new Slot(readAt, Need.FIRST), true)
                    .forEach((slot, replicas) -> missing.merge(slot.need(), replicas, Long::sum));
        }
        return missing.entrySet().stream()
                .map(each -> new Capacity.Taken(each.getKey().requirement(), each.getValue()))
                .toList();
    }
}
