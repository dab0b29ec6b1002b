package dev.flotilla.api.selector;

import java.util.List;
import java.util.Map;

/**
 * What a cluster is chosen by.
 *
 * @param provider empty if unknown, as is {@code region}
 */
public record ClusterIdentity(
        String name, Map<String, String> labels, String provider, String region, List<String> zones) {
    public ClusterIdentity {
        labels = Map.copyOf(labels);
        zones = List.copyOf(zones);
    }
}
