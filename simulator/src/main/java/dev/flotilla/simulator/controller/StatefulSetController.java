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
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps each StatefulSet's pods, numbered from its first ordinal, each with its own claims. Pods come in ascending
 * order and go in descending order, one after another, unless the set says Parallel; a new template reaches them from
 * the highest number down.
 */
public final class StatefulSetController implements Reconciler {
    private final Pods pods;

    public StatefulSetController(Pods pods) {
        this.pods = pods;
    }

    @Override
    public String name() {
        return "statefulset-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.STATEFUL_SET.resource(), Kind.POD.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.key().resource().equals(Kind.STATEFUL_SET.resource())
                ? Stream.of(change.key())
                : pods.concerned(change, Kind.STATEFUL_SET);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.STATEFUL_SET.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(found -> !found.head().terminating())
                .map(found -> decide(snapshot, found, now))
                .orElseGet(Decision::nothing);
    }

    private Decision decide(Snapshot snapshot, StoredObject stored, Instant now) {
        NumberedPods numbered = NumberedPods.of(stored, pods.controlled(snapshot, stored));
        List<Effect> effects = new ArrayList<>(numbered.revisions(snapshot));
        effects.addAll(step(snapshot, numbered, now));
        ObjectNode reported = numbered.reported(now);
        if (!reported.equals(numbered.set())) {
            effects.add(new Effect.UpdateStatus(stored, reported));
        }
        Decision decision = Decision.of(effects);
        return Pods.nextAvailable(numbered.all(), numbered.minReady(), now)
                .map(decision::andAgain)
                .orElse(decision);
    }

    private static List<Effect> step(Snapshot snapshot, NumberedPods numbered, Instant now) {
        List<Effect> ended = replaced(numbered);
        if (!ended.isEmpty()) {
            return ended;
        }
        List<Effect> created = creations(snapshot, numbered, now);
        if (!created.isEmpty() || numbered.waitsForAPod(now)) {
            return created;
        }
        List<Effect> condemned = condemned(numbered);
        return condemned.isEmpty() ? renewal(numbered, now) : condemned;
    }

    /** Pods that have ended make room for their successors of the same name. */
    private static List<Effect> replaced(NumberedPods numbered) {
        return numbered.all().stream()
                .filter(pod -> pod.facts().ended() && !pod.terminating())
                .<Effect>map(pod -> new Effect.Delete(pod.stored()))
                .toList();
    }

    private static List<Effect> creations(Snapshot snapshot, NumberedPods numbered, Instant now) {
        List<Effect> created = new ArrayList<>();
        for (int ordinal = numbered.first(); ordinal < numbered.end(); ordinal++) {
            Pod present = numbered.at(ordinal).orElse(null);
            if (present == null) {
                created.addAll(numbered.creation(snapshot, ordinal));
            }
            boolean holdsUp = present == null || !present.available(Duration.ZERO, now);
            if (holdsUp && !numbered.parallel()) {
                return created;
            }
        }
        return created;
    }

    private static List<Effect> condemned(NumberedPods numbered) {
        List<Pod> beyond = numbered.all().stream()
                .filter(pod -> {
                    int ordinal = numbered.ordinal(pod);
                    return ordinal < numbered.first() || ordinal >= numbered.end();
                })
                .sorted((left, right) -> Integer.compare(numbered.ordinal(right), numbered.ordinal(left)))
                .toList();
        if (!numbered.parallel() && beyond.stream().anyMatch(Pod::terminating)) {
            return List.of();
        }
        return beyond.stream()
                .filter(pod -> !pod.terminating())
                .limit(numbered.parallel() ? beyond.size() : 1)
                .<Effect>map(pod -> new Effect.Delete(pod.stored()))
                .toList();
    }

    private static List<Effect> renewal(NumberedPods numbered, Instant now) {
        for (int ordinal = numbered.end() - 1; ordinal >= numbered.renewedFrom(); ordinal--) {
            Pod pod = numbered.at(ordinal).orElse(null);
            if (pod == null || pod.terminating()) {
                return List.of();
            }
            if (!numbered.updated(pod)) {
                return List.of(new Effect.Delete(pod.stored()));
            }
            if (!pod.available(numbered.minReady(), now)) {
                return List.of();
            }
        }
        return List.of();
    }
}
