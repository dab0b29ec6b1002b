package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.policy.PurgeMode;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.Condition;
import dev.flotilla.api.work.EvictionTask;
import dev.flotilla.api.work.Removal;
import dev.flotilla.api.work.TargetCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes workloads leave clusters that are tainted NoExecute. There is one key, the fleet, since budget, order and the
 * hub's suspicion of itself span all of it.
 *
 * <p>A workload that leaves loses the cluster from {@code spec.clusters}, and gets a task that bars the cluster and an
 * entry in {@code removing}. Placement finds the replacement; the old copy is deleted only when that is ready and the
 * cluster can be reached again.
 */
public final class EvictionReconciler implements Reconciler {
    private static final ObjectKey FLEET = ObjectKey.of("dr.flotilla.dev", "fleets", "", "fleet");
    private static final Duration RECHECK = Duration.ofSeconds(1);

    /** Writes in one commit; the rest of a larger budget follows in the next. */
    private static final int BATCH_MAX = 100;

    private final FleetWorkloads workloads;
    private final EvictionSettings settings;

    public EvictionReconciler(EvictionSettings settings) {
        this.settings = settings;
        this.workloads = new FleetWorkloads();
    }

    @Override
    public String name() {
        return "eviction";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Cluster.RESOURCE);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return Stream.of(FLEET);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return Stream.of(FLEET);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Fleet fleet = workloads.fleet(snapshot);
        List<Effect> effects = new ArrayList<>();
        hold(fleet, fleet.suspicion(), effects, now);
        if (!workloads.evicting(snapshot, fleet)) {
            return Decision.of(effects);
        }
        EvictionPlan plan = EvictionPlan.decide(fleet, workloads.bound(snapshot), settings, now);
        Map<ObjectKey, Draft> drafts = new LinkedHashMap<>();
        List<EvictionPlan.Eviction> evictions =
                plan.evictions().subList(0, Math.min(BATCH_MAX, plan.evictions().size()));
        evictions.forEach(eviction -> draft(drafts, eviction.workload()).evict(eviction, now));
        plan.releases().stream()
                .limit(BATCH_MAX)
                .forEach(release -> draft(drafts, release.workload()).release(release.cluster()));
        drafts.values().forEach(draft -> effects.add(new Effect.Update(draft.workload.binding(), draft.tree)));
        if (!evictions.isEmpty()) {
            effects.add(new Effect.Require(EvictionGuard.precondition(settings, evictions, now)));
        }
        boolean more =
                evictions.size() < plan.evictions().size() || plan.releases().size() > BATCH_MAX;
        Duration again = more ? Duration.ofMillis(1) : plan.again().orElse(RECHECK);
        return Decision.of(effects).andAgain(again);
    }

    private static Draft draft(Map<ObjectKey, Draft> drafts, BoundWorkload workload) {
        return drafts.computeIfAbsent(workload.binding().key(), _ -> new Draft(workload));
    }

    /** Says on each lost cluster that evictions are held, and takes it back where they no longer are. */
    private static void hold(Fleet fleet, Optional<String> suspicion, List<Effect> effects, Instant now) {
        for (Member member : fleet.members()) {
            Optional<String> message = suspicion.filter(_ -> member.lost());
            Optional<String> before = member.held().filter(Condition::isTrue).map(Condition::message);
            if (!message.equals(before)) {
                Condition condition = Condition.of(
                        Member.EVICTION_HELD,
                        message.isPresent(),
                        message.isPresent() ? "MostOfFleetLost" : "FleetInSight",
                        message.orElse("Evictions are not held back."),
                        now);
                effects.add(new Effect.UpdateStatus(member.object(), withCondition(member, condition)));
            }
        }
    }

    private static ObjectNode withCondition(Member member, Condition condition) {
        ObjectNode tree = member.object().tree();
        List<Condition> conditions = ClusterStatus.of(tree).conditions();
        ArrayNode written = tree.withObject("/status").putArray("conditions");
        Condition.with(conditions, condition).forEach(each -> written.add(RecordJson.write(each)));
        return tree;
    }

    /** One binding under change. */
    private static final class Draft {
        private static final int MESSAGE_LENGTH_MAX = 1024;

        private final BoundWorkload workload;
        private final ObjectNode tree;

        Draft(BoundWorkload workload) {
            this.workload = workload;
            this.tree = workload.binding().tree();
        }

        void evict(EvictionPlan.Eviction eviction, Instant now) {
            String cluster = eviction.cluster();
            Instant second = now.truncatedTo(ChronoUnit.SECONDS);
            drop("clusters", "name", cluster);
            drop("gracefulEvictionTasks", "fromCluster", cluster);
            spec().withArrayProperty("gracefulEvictionTasks").add(RecordJson.write(task(eviction, second)));
            boolean directly = workload.purgeMode() == PurgeMode.DIRECTLY;
            drop("removing", "cluster", cluster);
            spec().withArrayProperty("removing")
                    .add(RecordJson.write(new Removal(
                            cluster, second, directly ? Removal.Why.PURGED_DIRECTLY : Removal.Why.EVICTED)));
        }

        private EvictionTask task(EvictionPlan.Eviction eviction, Instant second) {
            String message = "cluster " + eviction.cluster() + " has the untolerated taint " + eviction.cause();
            Integer replicas = workload.targets().stream()
                    .filter(target -> target.name().equals(eviction.cluster()))
                    .map(TargetCluster::replicas)
                    .findFirst()
                    .orElse(0);
            return new EvictionTask(
                    eviction.cluster(),
                    workload.purgeMode(),
                    replicas,
                    "TaintUntolerated",
                    message.substring(0, Math.min(MESSAGE_LENGTH_MAX, message.length())),
                    BoundWorkload.PRODUCER,
                    null,
                    null,
                    Map.of(),
                    second,
                    workload.targets().stream().map(TargetCluster::name).toList());
        }

        void release(String cluster) {
            drop("gracefulEvictionTasks", "fromCluster", cluster);
        }

        private ObjectNode spec() {
            return tree.withObject("/spec");
        }

        private void drop(String list, String field, String value) {
            ArrayNode kept = tree.arrayNode();
            for (JsonNode each : spec().path(list)) {
                if (!each.path(field).asString("").equals(value)) {
                    kept.add(each);
                }
            }
            if (kept.isEmpty()) {
                spec().remove(list);
            } else {
                spec().set(list, kept);
            }
        }
    }
}
