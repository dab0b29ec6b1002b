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
import dev.flotilla.simulator.object.Ownership;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs each Job's pods to their end. A pod that has ended is counted in the very commit that takes its finalizer away,
 * so that none is counted twice and none that was counted can be missed.
 */
public final class JobController implements Reconciler {
    static final String TRACKING = "batch.kubernetes.io/job-tracking";
    private static final String UID_LABEL = "batch.kubernetes.io/controller-uid";

    private final Pods pods;

    public JobController(Pods pods) {
        this.pods = pods;
    }

    @Override
    public String name() {
        return "job-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.JOB.resource(), Kind.POD.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.key().resource().equals(Kind.JOB.resource())
                ? Stream.of(change.key())
                : pods.concerned(change, Kind.JOB);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.JOB.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> job = snapshot.get(key);
        List<Effect> released = released(forsaken(snapshot, key, job));
        return released.isEmpty()
                ? job.map(found -> decide(snapshot, found, now)).orElseGet(Decision::nothing)
                : Decision.of(released);
    }

    /** Pods of a Job of this name that is no more: nobody counts them. */
    private List<Pod> forsaken(Snapshot snapshot, ObjectKey key, Optional<StoredObject> job) {
        String uid = job.map(found -> found.head().uid()).orElse("");
        return Ownership.named(snapshot, key, Kind.POD)
                .filter(pod -> pod.head().finalizers().contains(TRACKING))
                .filter(pod -> Ownership.controller(pod)
                        .filter(owner ->
                                owner.name().equals(key.name()) && !owner.uid().equals(uid))
                        .isPresent())
                .map(pods::read)
                .toList();
    }

    private Decision decide(Snapshot snapshot, StoredObject stored, Instant now) {
        ObjectNode job = stored.tree();
        if (stored.head().terminating()) {
            return Decision.of(released(pods.controlled(snapshot, stored)));
        }
        if (!job.at("/spec/selector/matchLabels").has(UID_LABEL)
                && !job.path("spec").path("manualSelector").asBoolean(false)) {
            return Decision.of(new Effect.Update(stored, labelled(job)));
        }
        JobStatus status = JobStatus.of(job, pods.controlled(snapshot, stored));
        if (status.finished()) {
            return afterwards(stored, status, now);
        }
        List<Effect> effects = new ArrayList<>();
        int change = status.wanted() - status.active().size();
        if (change > 0) {
            effects.addAll(creations(snapshot, stored, job, change));
        } else {
            status.surplus(-change).forEach(pod -> effects.add(new Effect.Delete(pod.stored())));
        }
        effects.addAll(released(status.ended()));
        ObjectNode reported = status.reported(change > 0 ? change : 0, now);
        if (!reported.equals(job)) {
            effects.add(new Effect.UpdateStatus(stored, reported));
        }
        return Decision.of(effects);
    }

    /** A Job that is over loses the pods it still has, and in the end, if it is told to, itself. */
    private static Decision afterwards(StoredObject stored, JobStatus status, Instant now) {
        List<Effect> effects = new ArrayList<>(released(status.ended()));
        status.active().forEach(pod -> effects.add(new Effect.Delete(pod.stored())));
        JsonNode keep = status.job().path("spec").path("ttlSecondsAfterFinished");
        if (!keep.isNumber()) {
            return Decision.of(effects);
        }
        Instant end = status.finishedAt(now).plusSeconds(keep.asLong(0));
        if (now.isBefore(end)) {
            return Decision.of(effects).andAgain(Duration.between(now, end));
        }
        effects.add(new Effect.Delete(stored));
        return Decision.of(effects);
    }

    /** The labels that an API server gives a Job, by which its pods are told from others. */
    private static ObjectNode labelled(ObjectNode job) {
        ObjectNode labelled = job.deepCopy();
        String uid = job.path("metadata").path("uid").asString("");
        String name = job.path("metadata").path("name").asString("");
        ObjectNode spec = labelled.withObjectProperty("spec");
        spec.withObjectProperty("selector").withObjectProperty("matchLabels").put(UID_LABEL, uid);
        spec.withObjectProperty("template")
                .withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put(UID_LABEL, uid)
                .put("batch.kubernetes.io/job-name", name)
                .put("controller-uid", uid)
                .put("job-name", name);
        return labelled;
    }

    private static List<Effect> creations(Snapshot snapshot, StoredObject owner, ObjectNode job, int missing) {
        List<Effect> created = new ArrayList<>();
        Set<ObjectKey> taken = new HashSet<>();
        String prefix = Names.prefix(owner.key().name());
        for (int ordinal = 0; created.size() < missing; ordinal++) {
            String suffix = Names.suffix(owner.head().uid(), Integer.toString(ordinal));
            ObjectKey key = Kind.POD.key(owner.key().namespace(), prefix + suffix);
            if (snapshot.get(key).isEmpty() && taken.add(key)) {
                ObjectNode pod = Pods.fromTemplate(job.path("spec").path("template"), key, owner, Map.of());
                ObjectNode metadata = pod.withObjectProperty("metadata").put("generateName", prefix);
                metadata.withArrayProperty("finalizers").add(TRACKING);
                created.add(new Effect.Create(key, pod));
            }
        }
        return created;
    }

    /** Lets pods go that need no counting any more. */
    private static List<Effect> released(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.stored().head().finalizers().contains(TRACKING))
                .<Effect>map(pod -> {
                    ObjectNode released = pod.stored().tree();
                    ObjectNode metadata = released.withObjectProperty("metadata");
                    ArrayNode left = metadata.putArray("finalizers");
                    pod.stored().head().finalizers().stream()
                            .filter(each -> !each.equals(TRACKING))
                            .forEach(left::add);
                    if (left.isEmpty()) {
                        metadata.remove("finalizers");
                    }
                    return new Effect.Update(pod.stored(), released);
                })
                .toList();
    }
}
