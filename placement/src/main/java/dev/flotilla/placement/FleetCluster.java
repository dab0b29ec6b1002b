package dev.flotilla.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One member cluster as the scheduler sees it: what of its Cluster object bears on a decision, and nothing else. Made
 * once for each version of the object and shared by all decisions.
 *
 * @param provider empty if unknown, as is {@code region}
 * @param apis what it serves, each as {@code apiVersion/Kind}
 * @param terminating it is being removed from the fleet
 * @param capacity empty as long as nobody has seen what it has left
 */
public record FleetCluster(
        String name,
        Map<String, String> labels,
        String provider,
        String region,
        List<String> zones,
        List<Taint> taints,
        Set<String> apis,
        boolean terminating,
        Optional<Capacity> capacity) {

    /** @param effect NoSchedule, PreferNoSchedule or NoExecute */
    public record Taint(String key, String value, String effect) {
        @Override
        public String toString() {
            return value.isEmpty() ? key + ":" + effect : key + "=" + value + ":" + effect;
        }
    }

    public FleetCluster {
        labels = Map.copyOf(labels);
        zones = List.copyOf(zones);
        taints = List.copyOf(taints);
        apis = Set.copyOf(apis);
    }
}
