package dev.flotilla.dr.run;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.dr.FleetWorkloads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries runs on, a step at a time. A step is journalled before it does anything, in a commit of its own; what it does
 * is guarded by the version of the run that said so. So a hub that is killed anywhere leaves a run that the next
 * process reads and goes on with, and one that was deposed can do nothing any more.
 *
 * <pre>
 *   take (epoch + 1) - start step - [effects | observe]* - end step - start next ... - complete
 * </pre>
 */
public final class FailoverRunReconciler implements Reconciler {
    /** How often what cannot be subscribed to is looked at while a run is under way: how exact its times are. */
    private static final Duration WATCHED = Duration.ofMillis(200);

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final RunWorld world;
    private final String executor;

    /**
     * @param executor this process, and no other: a run that another one carried on is taken over first
     * @param workloads what eviction decides from
     */
    public FailoverRunReconciler(String executor, FleetWorkloads workloads) {
        this.executor = executor;
        this.world = new RunWorld(workloads);
    }

    @Override
    public String name() {
        return "failover-run";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(FailoverRun.RESOURCE, Cluster.RESOURCE);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.key().resource().equals(FailoverRun.RESOURCE) ? Stream.of(change.key()) : keys(snapshot, change);
    }

    private Stream<ObjectKey> keys(Snapshot snapshot, Change change) {
        Stream<ObjectKey> active = world.runs(snapshot).entrySet().stream()
                .filter(entry -> !entry.getValue().completed())
                .map(Map.Entry::getKey);
        StoredObject cluster = change.after();
        return cluster == null ? active : Stream.concat(active, markers(SiteCluster.of(cluster)));
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return Stream.concat(
                world.runs(snapshot).keySet().stream(),
                world.clusters(snapshot).values().stream().flatMap(each -> markers(each)));
    }

    private static Stream<ObjectKey> markers(SiteCluster cluster) {
        return Stream.of(cluster.lossMark(), cluster.returnMark())
                .filter(run -> !run.isEmpty())
                .map(FailoverRun::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> found = snapshot.get(key);
        if (found.isEmpty()) {
            return Decision.of(Marking.release(world.clusters(snapshot).values(), key.name()));
        }
        FailoverRun run = FailoverRun.of(found.get());
        if (run.completed()) {
            if (world.runs(snapshot).values().stream().allMatch(FailoverRun::completed)) {
                world.rest();
            }
            List<Effect> effects =
                    new ArrayList<>(Marking.release(world.clusters(snapshot).values(), key.name()));
            if (effects.isEmpty() && found.get().head().terminating()) {
                letGo(run).ifPresent(effects::add);
            }
            return Decision.of(effects);
        }
        RunDraft draft = new RunDraft(run, executor, now);
        if (!run.status().executor().equals(executor)) {
            draft.take();
            return committed(run, draft, List.of(), AT_ONCE);
        }
        RunTurn turn = new RunTurn(draft, world.facts(snapshot, run, draft.now()));
        List<Effect> effects = turn.take();
        return committed(run, draft, effects, draft.run().completed() ? AT_ONCE : WATCHED);
    }

    private static Decision committed(FailoverRun run, RunDraft draft, List<Effect> effects, Duration again) {
        List<Effect> all = new ArrayList<>(effects);
        draft.effect().ifPresent(all::add);
        if (!all.isEmpty()) {
            StoredObject object = run.object();
            all.add(new Effect.Require(new Precondition.AtVersion(object.key(), object.resourceVersion())));
        }
        return Decision.of(all).andAgain(again);
    }

    /** Lets a completed run be deleted. */
    private static Optional<Effect> letGo(FailoverRun run) {
        ObjectNode tree = run.object().tree();
        ArrayNode finalizers = tree.withObject("/metadata").withArrayProperty("finalizers");
        int held = finalizers.size();
        finalizers.removeIf(each -> each.asString("").equals(FailoverRun.FINALIZER));
        return finalizers.size() < held ? Optional.of(new Effect.Replace(run.object(), tree)) : Optional.empty();
    }
}
