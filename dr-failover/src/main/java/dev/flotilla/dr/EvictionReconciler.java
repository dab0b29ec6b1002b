package dev.flotilla.dr;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes workloads leave clusters that are tainted NoExecute. There is one key, the fleet, since budget, order and the
 * hub's suspicion of itself span all of it.
 *
 * <p>A workload that leaves loses the cluster from {@code spec.clusters} and gets its replacement in the same write,
 * with a task that bars the cluster and an entry in {@code removing}: the old copy is deleted only when the new is
 * ready and the cluster can be reached again.
 */
public final class EvictionReconciler implements Reconciler {
    private static final ObjectKey FLEET = ObjectKey.of("dr.flotilla.dev", "fleets", "", "fleet");
    private static final Duration RECHECK = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** Bindings in one commit; the rest of a larger budget follows in the next. */
    private static final int BATCH_MAX = 200;

    /**
     * Conditions in one commit: a fleet that is lost reports all the time, and a long commit would meet a newer one.
     */
    private static final int HELD_MAX = 16;

    private final FleetWorkloads workloads;
    private final EvictionSettings settings;

    public EvictionReconciler(EvictionSettings settings) {
        this(settings, new FleetWorkloads());
    }

    /** @param workloads may be shared with others that read the same store */
    public EvictionReconciler(EvictionSettings settings, FleetWorkloads workloads) {
        this.settings = settings;
        this.workloads = workloads;
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
        boolean held = hold(fleet, effects, now);
        if (!workloads.evicting(snapshot, fleet)) {
            Decision decision = Decision.of(effects);
            return held ? decision : decision.andAgain(AT_ONCE);
        }
        EvictionPlan plan =
                EvictionPlan.decide(fleet, workloads.bound(snapshot), workloads.places(snapshot), settings, now);
        List<EvictionPlan.Eviction> evictions =
                plan.evictions().stream().limit(BATCH_MAX).toList();
        boolean more = evict(evictions, effects, now) < plan.evictions().size();
        if (evictions.isEmpty()) {
            more = release(plan.releases(), effects) || !held;
        } else {
            more |= !plan.releases().isEmpty() || !held;
        }
        return Decision.of(effects).andAgain(more ? AT_ONCE : plan.again().orElse(RECHECK));
    }

    private int evict(List<EvictionPlan.Eviction> evictions, List<Effect> effects, Instant now) {
        for (EvictionPlan.Eviction eviction : evictions) {
            effects.add(new Effect.Replace(eviction.workload().binding(), EvictionTasks.write(eviction, now)));
        }
        if (!evictions.isEmpty()) {
            effects.add(new Effect.Require(EvictionGuard.precondition(settings, evictions, now)));
        }
        return evictions.size();
    }

    /** @return whether any are left for the next commit */
    private static boolean release(List<EvictionPlan.Release> releases, List<Effect> effects) {
        Map<ObjectKey, ObjectNode> trees = new LinkedHashMap<>();
        for (EvictionPlan.Release release : releases) {
            if (trees.size() == BATCH_MAX) {
                return true;
            }
            BoundWorkload workload = release.workload();
            ObjectNode tree = trees.computeIfAbsent(workload.binding().key(), _ -> {
                ObjectNode fresh = workload.binding().tree();
                effects.add(new Effect.Update(workload.binding(), fresh));
                return fresh;
            });
            EvictionTasks.drop(tree.withObject("/spec"), release.cluster());
        }
        return false;
    }

    /**
     * Says on each lost cluster that evictions are held, and takes it back where they no longer are.
     *
     * @return whether all of them are told; the others follow in the next commit
     */
    private static boolean hold(Fleet fleet, List<Effect> effects, Instant now) {
        Optional<String> suspicion = fleet.suspicion();
        for (Member member : fleet.members()) {
            Optional<String> message = suspicion.filter(_ -> member.lost());
            Optional<String> before = member.condition(Member.EVICTION_HELD)
                    .filter(Condition::isTrue)
                    .map(Condition::message);
            if (!message.equals(before)) {
                if (effects.size() == HELD_MAX) {
                    return false;
                }
                Condition condition = Condition.of(
                        Member.EVICTION_HELD,
                        message.isPresent(),
                        message.isPresent() ? "MostOfFleetUnreachable" : "FleetInSight",
                        message.orElse("Evictions are not held back."),
                        now);
                effects.add(new Effect.UpdateStatus(member.object(), member.with(condition)));
            }
        }
        return true;
    }
}
