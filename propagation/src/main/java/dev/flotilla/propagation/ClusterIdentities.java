package dev.flotilla.propagation;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.StoredObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clusters are chosen by, read once for each state of a Cluster: every rendering asks, and a Cluster with the sums
 * of what it holds is not small. Thread-safe; it keeps one entry for each cluster there ever was.
 */
final class ClusterIdentities {
    private record Known(StoredObject cluster, ClusterIdentity identity) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    @SuppressWarnings("ReferenceEquality") // the very same bytes, so the very same object
    ClusterIdentity of(StoredObject cluster) {
        Known found = known.get(cluster.key().name());
        if (found != null && found.cluster().storedJson() == cluster.storedJson()) {
            return found.identity();
        }
        ClusterIdentity identity = Cluster.of(cluster).identity();
        known.put(cluster.key().name(), new Known(cluster, identity));
        return identity;
    }
}
