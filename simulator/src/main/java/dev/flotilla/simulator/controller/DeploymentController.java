package dev.flotilla.simulator.controller;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Keeps, for each Deployment, one ReplicaSet for each template it had, rolls from old to new, and reports status. */
public final class DeploymentController implements Reconciler {
    private static final int HISTORY_LIMIT = 10;
    private static final Duration NAME_TAKEN_RETRY = Duration.ofMillis(200);

    @Override
    public String name() {
        return "deployment-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.DEPLOYMENT.resource(), Kind.REPLICA_SET.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.key().resource().equals(Kind.DEPLOYMENT.resource())
                ? Stream.of(change.key())
                : Ownership.owners(change, Kind.DEPLOYMENT);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.DEPLOYMENT.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(found -> !found.head().terminating())
                .map(found -> decide(snapshot, found, now))
                .orElseGet(Decision::nothing);
    }

    private static Decision decide(Snapshot snapshot, StoredObject stored, Instant now) {
        ObjectNode deployment = stored.tree();
        ReplicaSets sets = ReplicaSets.of(snapshot, stored, deployment);
        if (!sets.orphans().isEmpty()) {
            return Decision.of(sets.adoptions());
        }
        DeploymentStatus status = new DeploymentStatus(deployment, sets);
        if (sets.current().isEmpty() && !paused(deployment)) {
            return begin(snapshot, stored, sets, status, now);
        }
        List<Effect> effects = new ArrayList<>(sets.current()
                .filter(_ -> !paused(deployment))
                .map(current -> sets.resizes(new Rollout(sets.budget(), current, sets.old()).next()))
                .orElseGet(() -> sets.resizes(sets.scaledWhilePaused())));
        effects.addAll(forgotten(deployment, sets));
        ObjectNode reported = status.reported(now);
        if (!reported.equals(deployment)) {
            effects.add(new Effect.UpdateStatus(stored, reported));
        }
        Decision decision = Decision.of(effects);
        return status.deadline(reported, now).map(decision::andAgain).orElse(decision);
    }

    private static Decision begin(
            Snapshot snapshot, StoredObject stored, ReplicaSets sets, DeploymentStatus status, Instant now) {
        Effect.Create first = sets.creation();
        if (snapshot.get(first.key()).isPresent()) {
            return Decision.later(NAME_TAKEN_RETRY);
        }
        return Decision.of(
                first,
                new Effect.UpdateStatus(stored, status.created(first.key().name(), sets.nextNumber(), now)));
    }

    private static boolean paused(ObjectNode deployment) {
        return deployment.path("spec").path("paused").asBoolean(false);
    }

    /** Old ReplicaSets without pods, beyond those that a rollback may want. */
    private static List<Effect> forgotten(ObjectNode deployment, ReplicaSets sets) {
        int keep = deployment.path("spec").path("revisionHistoryLimit").asInt(HISTORY_LIMIT);
        List<Revision> idle = sets.old().stream()
                .filter(each -> each.idle() && !each.stored().head().terminating())
                .sorted(Comparator.comparingLong(Revision::number).reversed())
                .toList();
        Optional<Revision> current = sets.current();
        if (idle.size() <= keep || current.isEmpty()) {
            return List.of();
        }
        return idle.subList(keep, idle.size()).stream()
                .<Effect>map(each -> new Effect.Delete(each.stored()))
                .toList();
    }
}
