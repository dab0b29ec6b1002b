package dev.flotilla.placement.rebalance;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.policy.Rebalance.Occasion;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.Policy;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Notes on Clusters since when they have been labelled as they are, while any policy asks for fresh deals when that
 * changes. One small write for each change of labels; none where no policy asks.
 */
public final class LabelKeeper implements Reconciler {
    private final Memo<Policy> policies = new Memo<>(Policy::of);

    @Override
    public String name() {
        return "cluster-labels";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(FleetView.CLUSTERS, Policy.POLICIES, Policy.CLUSTER_POLICIES);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        if (change.key().resource().equals(FleetView.CLUSTERS)) {
            return alike(change) ? Stream.empty() : Stream.of(change.key());
        }
        return asks(change.after()) && !asks(change.before()) ? allClusters(snapshot) : Stream.empty();
    }

    /** Without parsing it, since statuses change all the time. */
    private static boolean alike(Change change) {
        if (change.before() == null || change.after() == null) {
            return false;
        }
        ObjectHead was = change.before().head();
        ObjectHead is = change.after().head();
        return was.uid().equals(is.uid())
                && was.generation() == is.generation()
                && was.labels().equals(is.labels());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return asked(snapshot) ? allClusters(snapshot) : Stream.empty();
    }

    private static Stream<ObjectKey> allClusters(Snapshot snapshot) {
        return snapshot.list(FleetView.CLUSTERS).map(StoredObject::key);
    }

    private boolean asked(Snapshot snapshot) {
        return Stream.of(Policy.POLICIES, Policy.CLUSTER_POLICIES)
                .flatMap(snapshot::list)
                .anyMatch(this::asks);
    }

    private boolean asks(@Nullable StoredObject policy) {
        return policy != null
                && Optional.ofNullable(policies.of(policy).spec().rebalance())
                        .filter(rebalance -> rebalance.on(Occasion.CLUSTER_RELABELLED))
                        .isPresent();
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(cluster -> !cluster.head().terminating())
                .filter(_ -> asked(snapshot))
                .flatMap(cluster -> note(cluster, now))
                .map(Decision::of)
                .orElse(Decision.nothing());
    }

    private static Optional<Effect> note(StoredObject cluster, Instant now) {
        ClusterIdentity identity = Cluster.of(cluster).identity();
        ObjectNode tree = cluster.tree();
        Optional<LabelTimes> known = LabelTimes.of(tree);
        LabelTimes times = known.map(before -> before.then(identity, now)).orElseGet(() -> LabelTimes.first(identity));
        if (known.filter(times::equals).isPresent()) {
            return Optional.empty();
        }
        tree.withObject("/metadata").withObjectProperty("annotations").put(Marks.LABELS_SINCE, times.json());
        return Optional.of(new Effect.Update(cluster, tree));
    }
}
