package dev.flotilla.api.cluster;

import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Recent;
import dev.flotilla.api.store.StoredObject;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One Cluster object, read. */
public record Cluster(
        String name, Map<String, String> labels, boolean terminating, ClusterSpec spec, ClusterStatus status) {
    public static final GroupResource RESOURCE = new GroupResource("cluster.karmada.io", "clusters");

    private static final int RECENT_MAX = 256;

    /** Everybody who looks after the fleet reads every report: each is read once. */
    private static final Recent<Cluster> READ = new Recent<>(RECENT_MAX, Cluster::read);

    public Cluster {
        labels = Map.copyOf(labels);
    }

    public static Cluster of(StoredObject stored) {
        return READ.of(stored);
    }

    private static Cluster read(StoredObject stored) {
        ObjectNode tree = stored.tree();
        return new Cluster(
                stored.key().name(),
                stored.head().labels(),
                stored.head().terminating(),
                ClusterSpec.of(tree),
                ClusterStatus.of(tree));
    }

    public static ObjectKey key(String name) {
        return new ObjectKey(RESOURCE, "", name);
    }

    /** What it is chosen by. */
    public ClusterIdentity identity() {
        return new ClusterIdentity(name, labels, spec.provider(), spec.region(), spec.allZones());
    }
}
