package dev.flotilla.simulator.node;

import dev.flotilla.api.lifecycle.DeleteOptions;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every node's kubelet: reports a bound pod running when its moment has come, ended when it has run for long enough,
 * and takes it away when it is being deleted.
 *
 * <pre>
 *   bound --> starting --ready-at--> Running --run, unless it restarts--> Succeeded | Failed
 *     any of them --deletionTimestamp--> gone
 * </pre>
 */
public final class Kubelet implements Reconciler {
    /** The exit code of a process that was told to end. */
    private static final int TERMINATED = 143;

    private final Pace pace;

    public Kubelet(Pace pace) {
        this.pace = pace;
    }

    @Override
    public String name() {
        return "kubelet";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Kind.POD.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return change.after() == null ? Stream.empty() : Stream.of(change.key());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Kind.POD.resource()).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> stored = snapshot.get(key);
        if (stored.isEmpty()) {
            return Decision.nothing();
        }
        ObjectNode pod = stored.get().tree();
        if (pod.path("spec").path("nodeName").asString("").isEmpty()) {
            return Decision.nothing();
        }
        return stored.get().head().terminating() ? stop(stored.get(), pod, now) : run(stored.get(), pod, now);
    }

    private Decision stop(StoredObject stored, ObjectNode pod, Instant now) {
        long grace = pod.path("metadata").path("deletionGracePeriodSeconds").asLong(0);
        Instant asked = Instant.parse(
                        pod.path("metadata").path("deletionTimestamp").asString(""))
                .minusSeconds(grace);
        Duration wait = Duration.between(now, asked.plus(pace.stop()));
        if (wait.isPositive()) {
            return Decision.later(wait);
        }
        if (grace == 0 && !stored.head().finalizers().isEmpty()) {
            return Decision.nothing();
        }
        return Decision.of(stopped(stored, pod, now));
    }

    /** A pod that somebody still has to count says first how it ended. */
    private static List<Effect> stopped(StoredObject stored, ObjectNode pod, Instant now) {
        String phase = pod.path("status").path("phase").asString("");
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (stored.head().finalizers().isEmpty() || ended) {
            return List.of(new Effect.Delete(stored, DeleteOptions.afterSeconds(0)));
        }
        PodReport report = new PodReport(pod.deepCopy(), now);
        report.ended(TERMINATED);
        return List.of(new Effect.UpdateStatus(stored, report.pod()));
    }

    private Decision run(StoredObject stored, ObjectNode pod, Instant now) {
        Behaviour behaviour = new Behaviour(pod);
        PodReport report = new PodReport(pod.deepCopy(), now);
        Optional<Instant> readyAt = behaviour.readyAt();
        String phase = pod.path("status").path("phase").asString("");
        if (readyAt.isEmpty()) {
            report.start(pace);
            return Decision.of(new Effect.Replace(stored, report.pod()));
        }
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Decision.nothing();
        }
        if (now.isBefore(readyAt.get())) {
            return Decision.later(Duration.between(now, readyAt.get()));
        }
        return phase.equals("Running") ? end(stored, behaviour, report, now) : begin(stored, behaviour, report);
    }

    private static Decision begin(StoredObject stored, Behaviour behaviour, PodReport report) {
        report.running(!behaviour.neverReady());
        return Decision.of(new Effect.UpdateStatus(stored, report.pod()));
    }

    private Decision end(StoredObject stored, Behaviour behaviour, PodReport report, Instant now) {
        return behaviour
                .endsAt(pace)
                .filter(_ -> !behaviour.neverReady())
                .map(end -> {
                    if (now.isBefore(end)) {
                        return Decision.later(Duration.between(now, end));
                    }
                    report.ended(behaviour.exitCode());
                    return Decision.of(new Effect.UpdateStatus(stored, report.pod()));
                })
                .orElseGet(Decision::nothing);
    }
}
