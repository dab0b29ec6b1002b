package dev.flotilla.placement.rebalance;

import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.cluster.ClusterReader;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.PlacementReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes replicas back from clusters that turn out to have no room for them, so that the scheduler gives them to others:
 * of workloads that are divided by the room clusters have, once the replicas have been pending for a while.
 */
public final class Descheduler implements Reconciler {
    /** As long as Karmada's, unless it is told otherwise. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String SHORT = "\"unavailableReplicas\"";
    private final Memo<Map<String, Long>> pending = new Memo<>(Descheduler::pendingMilli);
    private final Duration patience;

    /** @param patience how long replicas may be pending */
    public Descheduler(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return "descheduler";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(BindingKinds.RESOURCE_BINDING);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.after() != null && mayBeShort(change.after()) ? Stream.of(change.key()) : Stream.empty();
    }

    /** Without parsing it, since statuses change all the time: a text that may mean it. */
    private static boolean mayBeShort(StoredObject binding) {
        return new String(binding.storedJson(), StandardCharsets.ISO_8859_1).contains(SHORT);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(BindingKinds.RESOURCE_BINDING)
                .filter(Descheduler::mayBeShort)
                .map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(binding -> !binding.head().terminating())
                .map(binding -> decide(snapshot, binding, now))
                .orElse(Decision.nothing());
    }

    private Decision decide(Snapshot snapshot, StoredObject binding, Instant now) {
        ObjectNode tree = binding.tree();
        Strategy strategy = PlacementReader.ofBinding(tree).strategy();
        if (strategy != Strategy.DYNAMIC_WEIGHT && strategy != Strategy.AGGREGATED) {
            return Decision.nothing();
        }
        StuckReplicas stuck = StuckReplicas.of(
                tree,
                cluster -> snapshot.get(new ObjectKey(FleetView.CLUSTERS, "", cluster))
                        .map(pending::of)
                        .orElse(Map.of()),
                patience,
                now);
        if (stuck.byCluster().isEmpty()) {
            return stuck.again().map(Decision::later).orElse(Decision.nothing());
        }
        for (JsonNode target : tree.path("spec").path("clusters")) {
            int less = stuck.byCluster().getOrDefault(target.path("name").asString(""), 0);
            if (target instanceof ObjectNode fields && less > 0) {
                fields.put("replicas", target.path("replicas").asInt(0) - less);
            }
        }
        return Decision.of(new Effect.Update(binding, tree));
    }

    private static Map<String, Long> pendingMilli(StoredObject cluster) {
        return Optional.ofNullable(ClusterStatus.of(cluster.tree()).resourceSummary())
                .map(summary -> ClusterReader.milli(summary.allocating()))
                .orElse(Map.of());
    }
}
