package dev.flotilla.placement;

import dev.flotilla.api.naming.ResourceNames;
import java.util.Map;

/**
 * What is to be placed.
 *
 * @param api its {@code apiVersion/Kind}
 * @param uid the template's; it breaks ties between clusters, so that not every workload prefers the same one
 * @param workload whether it has replicas at all; a ConfigMap has none
 * @param requestMilli what one replica requests, in thousandths of each resource's unit
 */
public record WorkloadRequest(
        String api, String uid, boolean workload, int replicas, Map<String, Long> requestMilli, PlacementRules rules) {
    public WorkloadRequest {
        requestMilli = Map.copyOf(requestMilli);
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
    }

    /** Whether the last name wins a tie: as the FNV-1a hash of the uid is odd. */
    boolean descending() {
        return !uid.isEmpty() && (ResourceNames.fnv1a32(uid) & 1) == 1;
    }
}
