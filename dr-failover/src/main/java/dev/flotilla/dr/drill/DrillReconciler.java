package dev.flotilla.dr.drill;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.dr.Drill;
import dev.flotilla.api.dr.DrillSpec;
import dev.flotilla.api.dr.DrillStatus;
import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunSpec;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens one run for each drill, follows it, and closes with a verdict and a signed report. A drill runs once; the run
 * is the drill's own, so that deleting the drill unwinds the run.
 */
public final class DrillReconciler implements Reconciler {
    private static final int UID_LENGTH = 8;

    private final String hub;

    /** @param hub the id of the hub, for its reports */
    public DrillReconciler(String hub) {
        this.hub = hub;
    }

    @Override
    public String name() {
        return "drill";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Drill.RESOURCE, FailoverRun.RESOURCE);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        if (change.key().resource().equals(Drill.RESOURCE)) {
            return Stream.of(change.key());
        }
        StoredObject run = change.after() == null ? change.before() : change.after();
        String drill = run == null ? "" : FailoverRun.of(run).spec().drillRef();
        return drill.isEmpty() ? Stream.of() : Stream.of(Drill.key(drill));
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(Drill.RESOURCE).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<Drill> found = snapshot.get(key)
                .filter(drill -> !drill.head().terminating())
                .map(Drill::of)
                .filter(drill -> !drill.completed());
        return found.map(drill -> decide(snapshot, drill, now.truncatedTo(ChronoUnit.MILLIS)))
                .orElseGet(Decision::nothing);
    }

    private Decision decide(Snapshot snapshot, Drill drill, Instant now) {
        if (drill.status().runRef().isEmpty()) {
            return open(drill, now);
        }
        Optional<FailoverRun> run =
                snapshot.get(FailoverRun.key(drill.status().runRef())).map(FailoverRun::of);
        if (run.isEmpty()) {
            return lost(drill, now);
        }
        return run.get().completed() ? close(snapshot, drill, run.get(), now) : follow(drill, run.get());
    }

    private Decision open(Drill drill, Instant now) {
        String name = drill.name() + "-" + shortUid(drill);
        ObjectNode tree = drill.object().tree();
        ObjectNode status = tree.withObject("/status");
        status.put("phase", "Pending").put("runRef", name).put("startedAt", now.toString());
        status.put("message", "the run is about to begin");
        return Decision.of(
                new Effect.Create(FailoverRun.key(name), run(drill, name)),
                new Effect.UpdateStatus(drill.object(), tree));
    }

    private static String shortUid(Drill drill) {
        String uid = drill.object().head().uid();
        return uid.substring(0, Math.min(UID_LENGTH, uid.length()));
    }

    private static ObjectNode run(Drill drill, String name) {
        DrillSpec spec = drill.spec();
        ObjectNode run = ObjectJson.mapper().createObjectNode();
        run.put("apiVersion", Drill.API_VERSION).put("kind", FailoverRun.KIND);
        ObjectNode metadata = run.putObject("metadata").put("name", name);
        metadata.putArray("finalizers").add(FailoverRun.FINALIZER);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", Drill.API_VERSION)
                .put("kind", Drill.KIND)
                .put("name", drill.name())
                .put("uid", drill.object().head().uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        run.set(
                "spec",
                RecordJson.write(new FailoverRunSpec(
                        FailoverRunSpec.Purpose.DRILL,
                        spec.sites(),
                        spec.scope(),
                        spec.guards(),
                        drill.name(),
                        spec.title(),
                        spec.soakSeconds(),
                        spec.maxSeconds(),
                        spec.abort())));
        return run;
    }

    private static Decision follow(Drill drill, FailoverRun run) {
        List<Effect> effects = new ArrayList<>();
        if (drill.spec().abort() && !run.spec().abort()) {
            ObjectNode tree = run.object().tree();
            tree.withObject("/spec").put("abort", true);
            effects.add(new Effect.Update(run.object(), tree));
        }
        String phase = run.status().phase();
        if (!phase.isEmpty() && !phase.equals(drill.status().phase())) {
            ObjectNode tree = drill.object().tree();
            tree.withObject("/status")
                    .put("phase", phase)
                    .put("message", run.status().message());
            effects.add(new Effect.UpdateStatus(drill.object(), tree));
        }
        return Decision.of(effects);
    }

    /** Somebody deleted the run; it has unwound first, and there is nothing to report. */
    private static Decision lost(Drill drill, Instant now) {
        String reason =
                "its FailoverRun " + drill.status().runRef() + " was deleted; apply the drill anew to run it again";
        DrillVerdict verdict = new DrillVerdict(DrillStatus.Result.ABORTED, List.of(reason), List.of());
        return Decision.of(completed(drill, verdict, null, "RunDeleted", reason, now));
    }

    private Decision close(Snapshot snapshot, Drill drill, FailoverRun run, Instant now) {
        DrillVerdict verdict = DrillVerdict.of(drill.spec(), run.status());
        List<Cluster> fleet = snapshot.list(Cluster.RESOURCE).map(Cluster::of).toList();
        ReportKeeper.Kept kept = new ReportKeeper(snapshot)
                .keep(drill, shortUid(drill), ReportOf.of(hub, drill, run, verdict, fleet, now));
        List<Effect> effects = new ArrayList<>(kept.effects());
        effects.add(completed(
                drill, verdict, kept.evidence(), kept.evidence() == null ? "NoKey" : "Signed", kept.message(), now));
        return Decision.of(effects);
    }

    private static Effect completed(
            Drill drill,
            DrillVerdict verdict,
            DrillStatus.@Nullable Evidence evidence,
            String reason,
            String message,
            Instant now) {
        List<Condition> conditions = Condition.with(
                drill.status().conditions(), Condition.of("Reported", evidence != null, reason, message, now));
        DrillStatus status = new DrillStatus(
                DrillStatus.COMPLETED,
                verdict.result(),
                summary(verdict),
                verdict.reasons(),
                drill.status().runRef(),
                drill.status().startedAt(),
                now,
                verdict.measurements(),
                evidence,
                conditions);
        ObjectNode tree = drill.object().tree();
        tree.set("status", RecordJson.write(status));
        return new Effect.UpdateStatus(drill.object(), tree);
    }

    private static String summary(DrillVerdict verdict) {
        return verdict.reasons().isEmpty()
                ? "recovered within the objective, and everything is as before"
                : String.join("; ", verdict.reasons());
    }
}
