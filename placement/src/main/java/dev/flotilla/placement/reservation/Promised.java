package dev.flotilla.placement.reservation;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.Folded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** All promises of one kind of bindings together, by cluster; an immutable value. */
record Promised(TreePMap<String, TreePMap<Slot, Long>> byCluster) {
    private static final Promised NOTHING = new Promised(TreePMap.empty());

    /** How many replicas are promised in a cluster, by slot; the very same map as long as that does not change. */
    TreePMap<Slot, Long> in(String cluster) {
        @Nullable TreePMap<Slot, Long> slots = byCluster.isEmpty() ? null : byCluster.get(cluster);
        return slots == null ? TreePMap.empty() : slots;
    }

    /** The same for each of these clusters, which are in the order of their names. */
    List<TreePMap<Slot, Long>> inEach(List<FleetCluster> clusters) {
        List<TreePMap<Slot, Long>> slots = new ArrayList<>(clusters.size());
        Iterator<Map.Entry<String, TreePMap<Slot, Long>>> promised =
                byCluster.entrySet().iterator();
        Map.@Nullable Entry<String, TreePMap<Slot, Long>> next = promised.hasNext() ? promised.next() : null;
        for (FleetCluster cluster : clusters) {
            while (next != null && next.getKey().compareTo(cluster.name()) < 0) {
                next = promised.hasNext() ? promised.next() : null;
            }
            slots.add(next != null && next.getKey().equals(cluster.name()) ? next.getValue() : TreePMap.empty());
        }
        return slots;
    }

    private Promised with(Promise promise, int sign) {
        TreePMap<String, TreePMap<Slot, Long>> next = byCluster;
        for (Promise.Part part : promise.parts()) {
            TreePMap<Slot, Long> before = next.getOrDefault(part.cluster(), TreePMap.empty());
            long count = before.getOrDefault(part.slot(), 0L) + sign * part.replicas();
            TreePMap<Slot, Long> after = count == 0 ? before.minus(part.slot()) : before.plus(part.slot(), count);
            next = after.isEmpty() ? next.minus(part.cluster()) : next.plus(part.cluster(), after);
        }
        return new Promised(next);
    }

    /** Adds promises up, one binding at a time. */
    enum Sum implements Folded.Sum<Promise, Promised> {
        OF_BINDINGS;

        @Override
        public Promised nothing() {
            return NOTHING;
        }

        @Override
        public Promised plus(Promised sum, ObjectKey key, Promise promise) {
            return promise.parts().isEmpty() ? sum : sum.with(promise, 1);
        }

        @Override
        public Promised minus(Promised sum, ObjectKey key, Promise promise) {
            return promise.parts().isEmpty() ? sum : sum.with(promise, -1);
        }
    }
}
