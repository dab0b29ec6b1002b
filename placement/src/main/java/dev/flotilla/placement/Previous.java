package dev.flotilla.placement;

import java.util.Map;
import java.util.Set;

/**
 * Where a workload is by the last decision.
 *
 * @param replicas by cluster
 * @param evicted clusters it is being moved away from, which must not get it back meanwhile
 * @param affinity the name of the affinity that was used; empty if none or if the policy has but one
 * @param fingerprint of the placement that was decided by; empty before the first decision
 * @param rescheduleAsked whether someone wants it dealt anew since
 */
public record Previous(
        Map<String, Integer> replicas,
        Set<String> evicted,
        String affinity,
        String fingerprint,
        boolean rescheduleAsked) {
    public static final Previous NOTHING = new Previous(Map.of(), Set.of(), "", "", false);

    public Previous {
        replicas = Map.copyOf(replicas);
        evicted = Set.copyOf(evicted);
    }

    boolean placed(FleetCluster cluster) {
        return replicas.containsKey(cluster.name());
    }
}
