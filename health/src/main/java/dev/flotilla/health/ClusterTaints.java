package dev.flotilla.health;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps a Cluster's taints in step with its Ready condition: {@code not-ready} (or {@code unreachable}) with effect
 * NoSchedule as soon as it is not ready, with NoExecute as well once that has lasted {@code evictAfter}; none when it
 * is ready. Taints with other keys are left alone.
 */
public final class ClusterTaints implements Reconciler {
    public static final String NOT_READY = "cluster.karmada.io/not-ready";
    public static final String UNREACHABLE = "cluster.karmada.io/unreachable";
    private static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");

    private final HealthSettings settings;

    public ClusterTaints(HealthSettings settings) {
        this.settings = settings;
    }

    /** One taint as it should be, without its time. */
    record Wanted(String key, String effect) {}

    @Override
    public String name() {
        return "cluster-taints";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(CLUSTERS);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return Stream.of(change.key());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(CLUSTERS).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> found =
                snapshot.get(key).filter(cluster -> !cluster.head().terminating());
        return found.map(cluster -> decide(cluster, now)).orElseGet(Decision::nothing);
    }

    private Decision decide(StoredObject base, Instant now) {
        ObjectNode cluster = base.tree();
        List<Wanted> wanted = wanted(cluster, now);
        Optional<Duration> again = untilEviction(cluster, now);
        if (wanted.equals(present(cluster))) {
            return again.map(Decision::later).orElseGet(Decision::nothing);
        }
        rewrite(cluster, wanted, now);
        Decision decision = Decision.of(new Effect.Update(base, cluster));
        return again.map(decision::andAgain).orElse(decision);
    }

    private List<Wanted> wanted(JsonNode cluster, Instant now) {
        Optional<String> key = key(cluster);
        if (key.isEmpty()) {
            return List.of();
        }
        Wanted noSchedule = new Wanted(key.get(), "NoSchedule");
        boolean evict = !settings.evictAfter().isNegative()
                && untilEviction(cluster, now).isEmpty();
        return evict ? List.of(noSchedule, new Wanted(key.get(), "NoExecute")) : List.of(noSchedule);
    }

    private static Optional<String> key(JsonNode cluster) {
        return ClusterConditions.find(cluster, ClusterConditions.READY)
                .map(ready -> ready.path("status").asString(""))
                .flatMap(status -> switch (status) {
                    case "False" -> Optional.of(NOT_READY);
                    case "Unknown" -> Optional.of(UNREACHABLE);
                    default -> Optional.empty();
                });
    }

    /** The time left until workloads are to leave; empty if there is nothing to wait for. */
    private Optional<Duration> untilEviction(JsonNode cluster, Instant now) {
        if (key(cluster).isEmpty() || settings.evictAfter().isNegative()) {
            return Optional.empty();
        }
        Instant since =
                ClusterConditions.since(cluster, ClusterConditions.READY).orElse(now);
        Duration left = Duration.between(now, since.plus(settings.evictAfter()));
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    private static List<Wanted> present(JsonNode cluster) {
        List<Wanted> present = new ArrayList<>();
        for (JsonNode taint : cluster.path("spec").path("taints")) {
            if (isOurs(taint)) {
                present.add(new Wanted(
                        taint.path("key").asString(""), taint.path("effect").asString("")));
            }
        }
        return present;
    }

    private static void rewrite(ObjectNode cluster, List<Wanted> wanted, Instant now) {
        ObjectNode spec = cluster.withObject("/spec");
        List<JsonNode> before = new ArrayList<>();
        spec.path("taints").forEach(before::add);
        ArrayNode taints = spec.putArray("taints");
        before.stream().filter(taint -> !isOurs(taint)).forEach(taints::add);
        for (Wanted each : wanted) {
            before.stream()
                    .filter(taint -> taint.path("key").asString("").equals(each.key())
                            && taint.path("effect").asString("").equals(each.effect()))
                    .findFirst()
                    .ifPresentOrElse(
                            taints::add,
                            () -> taints.addObject()
                                    .put("key", each.key())
                                    .put("effect", each.effect())
                                    .put(
                                            "timeAdded",
                                            now.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
        if (taints.isEmpty()) {
            spec.remove("taints");
        }
    }

    private static boolean isOurs(JsonNode taint) {
        String key = taint.path("key").asString("");
        return key.equals(NOT_READY) || key.equals(UNREACHABLE);
    }
}
