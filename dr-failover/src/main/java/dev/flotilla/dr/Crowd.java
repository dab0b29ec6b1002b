package dev.flotilla.dr;

import dev.flotilla.dr.LossForecast.Crowded;
import dev.flotilla.placement.Capacity;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.FleetCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up what moves bring to each cluster, and compares that with what the clusters have left. */
final class Crowd {
    private static final String PODS = "pods";
    private static final long MILLI = 1000;

    private Crowd() {}

    /** By cluster and resource; nothing of clusters whose capacity is not known. */
    static List<Crowded> of(ClusterSnapshot fleet, Collection<EvictionPlan.Eviction> moves) {
        Map<String, Map<String, Long>> arriving = new TreeMap<>();
        for (EvictionPlan.Eviction move : moves) {
            Map<String, Long> request = move.workload().bound().request().requestMilli();
            move.relocation().arrivals().forEach((cluster, replicas) -> {
                Map<String, Long> wanted = arriving.computeIfAbsent(cluster, _ -> new TreeMap<>());
                wanted.merge(PODS, replicas * MILLI, Long::sum);
                request.forEach((resource, each) -> wanted.merge(resource, replicas * each, Long::sum));
            });
        }
        List<Crowded> crowded = new ArrayList<>();
        arriving.forEach((cluster, wanted) -> {
            Optional<Capacity> capacity = fleet.cluster(cluster).flatMap(FleetCluster::capacity);
            capacity.ifPresent(left -> wanted.forEach((resource, amount) -> {
                long free = Math.max(0, left.freeMilli().getOrDefault(resource, 0L));
                if (amount > free) {
                    crowded.add(new Crowded(cluster, resource, amount, free));
                }
            }));
        });
        return crowded;
    }
}
