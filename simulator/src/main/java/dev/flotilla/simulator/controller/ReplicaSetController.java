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
import dev.flotilla.simulator.object.Names;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the wanted number of pods for each ReplicaSet, and reports how many are ready and available. */
public final class ReplicaSetController implements Reconciler {
    private static final int BURST_PODS_MAX = 500;

    private final Pods pods;

    public ReplicaSetController(Pods pods) {
        this.pods = pods;
    }

    @Override
    public String name() {
        return "replicaset-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.REPLICA_SET.resource(), Kind.POD.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.key().resource().equals(Kind.REPLICA_SET.resource())
                ? Stream.of(change.key())
                : pods.concerned(change, Kind.REPLICA_SET);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.REPLICA_SET.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key).map(found -> decide(snapshot, found, now)).orElseGet(Decision::nothing);
    }

    private Decision decide(Snapshot snapshot, StoredObject stored, Instant now) {
        ObjectNode replicaSet = stored.tree();
        List<Pod> active =
                pods.controlled(snapshot, stored).stream().filter(Pod::active).toList();
        int missing = stored.head().terminating()
                ? 0
                : replicaSet.path("spec").path("replicas").asInt(1) - active.size();
        if (missing > 0) {
            return Decision.of(creations(snapshot, stored, replicaSet, Math.min(missing, BURST_PODS_MAX)));
        }
        if (missing < 0) {
            return Decision.of(deletions(active, -missing));
        }
        Duration minReady = Duration.ofSeconds(
                replicaSet.path("spec").path("minReadySeconds").asInt(0));
        ObjectNode reported = reported(replicaSet, active, minReady, now);
        Decision decision = reported.equals(replicaSet)
                ? Decision.nothing()
                : Decision.of(new Effect.UpdateStatus(stored, reported));
        return Pods.nextAvailable(active, minReady, now).map(decision::andAgain).orElse(decision);
    }

    private static List<Effect> creations(Snapshot snapshot, StoredObject owner, ObjectNode replicaSet, int missing) {
        List<Effect> created = new ArrayList<>();
        Set<ObjectKey> taken = new HashSet<>();
        String prefix = Names.prefix(owner.key().name());
        for (int ordinal = 0; created.size() < missing; ordinal++) {
            String suffix = Names.suffix(owner.head().uid(), Integer.toString(ordinal));
            ObjectKey key = Kind.POD.key(owner.key().namespace(), prefix + suffix);
            if (snapshot.get(key).isEmpty() && taken.add(key)) {
                ObjectNode pod = Pods.fromTemplate(replicaSet.path("spec").path("template"), key, owner, Map.of());
                pod.withObjectProperty("metadata").put("generateName", prefix);
                created.add(new Effect.Create(key, pod));
            }
        }
        return created;
    }

    private static List<Effect> deletions(List<Pod> active, int surplus) {
        return active.stream()
                .sorted(Pod.LEAST_USEFUL_FIRST)
                .limit(surplus)
                .<Effect>map(pod -> new Effect.Delete(pod.stored()))
                .toList();
    }

    private static ObjectNode reported(ObjectNode replicaSet, List<Pod> active, Duration minReady, Instant now) {
        ObjectNode reported = replicaSet.deepCopy();
        ObjectNode status = reported.withObjectProperty("status");
        int available = (int)
                active.stream().filter(pod -> pod.available(minReady, now)).count();
        DeploymentStatus.count(status, "availableReplicas", available);
        DeploymentStatus.count(status, "fullyLabeledReplicas", active.size());
        status.put(
                "observedGeneration",
                replicaSet.path("metadata").path("generation").asInt(0));
        DeploymentStatus.count(status, "readyReplicas", (int)
                active.stream().filter(Pod::ready).count());
        status.put("replicas", active.size());
        status.put("terminatingReplicas", 0);
        return reported;
    }
}
