package dev.flotilla.placement;

import java.nio.charset.StandardCharsets;
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
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    public WorkloadRequest {
        requestMilli = Map.copyOf(requestMilli);
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
    }

    /** Whether the last name wins a tie: as the FNV-1a hash of the uid is odd. */
    boolean descending() {
        int hash = FNV_OFFSET;
        for (byte next : uid.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xff)) * FNV_PRIME;
        }
        return !uid.isEmpty() && (hash & 1) == 1;
    }
}
