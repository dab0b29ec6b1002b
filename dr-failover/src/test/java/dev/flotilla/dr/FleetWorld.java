package dev.flotilla.dr;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.health.ClusterTaints;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.placement.binding.PlacementReconciler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Placement, taints and eviction over one store in one thread, under a clock that moves only when it is told to. */
public final class FleetWorld {
    public static final EvictionSettings EVICTION = new EvictionSettings(20, Duration.ofSeconds(1));
    /** Two in each of three regions. */
    public static final List<String> CLUSTERS = List.of("eu-1", "eu-2", "us-1", "us-2", "ap-1", "ap-2");

    private static final List<String> PLACEMENTS = List.of("{}", """
            {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 2, "maxGroups": 2}]}""", """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""", """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"},
             "spreadConstraints": [{"spreadByField": "region", "minGroups": 2, "maxGroups": 2},
               {"spreadByField": "cluster", "minGroups": 2, "maxGroups": 3}]}""", """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"staticWeightList": [
                {"targetCluster": {"clusterNames": ["eu-1", "us-1"]}, "weight": 2},
                {"targetCluster": {"clusterNames": ["ap-1"]}, "weight": 1}]}}}""");
    private static final int DECISIONS_MAX = 100_000;

    private final InMemoryObjectStore store =
            new InMemoryObjectStore(Stream.concat(Stream.of(new EvictionGuard()), PlacementReconciler.guards().stream())
                    .toList());
    private final SnapshotCatalog catalog = SnapshotCatalog.of(FederationTypes.customResourceDefinitions());
    private final EffectCommits commits = new EffectCommits(new ObjectLifecycle(FederationTypes::rules), catalog::at);
    private final List<Reconciler> reconcilers = new ArrayList<>(List.of(
            new PlacementReconciler(catalog::at),
            new ClusterTaints(HealthSettings.DEFAULT.withEvictAfter(Duration.ofSeconds(5))),
            new EvictionReconciler(EVICTION),
            new SurvivalReconciler(new FleetWorkloads(), SurvivalReconciler.Observer.NOBODY)));
    private Commits fate = (_, commit) -> commit.run();
    private final Deque<Change> changes = new ArrayDeque<>();
    /** In the order of its making, so that a seed gives one course of events. */
    private final Map<Task, Instant> agenda = new LinkedHashMap<>();

    private int uid;
    private int decisions;
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** What becomes of what a reconciler wants to commit: it may be lost, as when its process is killed. */
    @FunctionalInterface
    public interface Commits {
        void decide(Reconciler reconciler, Runnable commit);
    }

    private record Task(Reconciler reconciler, ObjectKey key) {}

    public FleetWorld() {
        try {
            store.subscribe(0, Set.of(), new ChangeListener() {
                @Override
                public void onChanges(Snapshot snapshot, List<Change> some) {
                    changes.addAll(some);
                }

                @Override
                public void onLost() {
                    throw new AssertionError("a store in memory loses nothing");
                }
            });
        } catch (ExpiredException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Runs a reconciler beside the others; it looks at every key first, as at its start. */
    public void run(Reconciler reconciler) {
        reconcilers.add(reconciler);
        reconciler.keys(store.snapshot()).toList().forEach(key -> agenda.put(new Task(reconciler, key), now));
    }

    /** Ends a reconciler and all it meant to do later, as the death of its process does. */
    public void kill(Reconciler reconciler) {
        reconcilers.remove(reconciler);
        agenda.keySet().removeIf(task -> task.reconciler() == reconciler);
    }

    public void commits(Commits decides) {
        fate = decides;
    }

    /** Every kind of placement in turn. */
    public static String placement(int number) {
        return PLACEMENTS.get(number % PLACEMENTS.size());
    }

    public Snapshot snapshot() {
        return store.snapshot();
    }

    public void create(String path, String json) {
        perform(List.of(
                new Effect.Create(ObjectKey.parse(path), ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8)))));
    }

    public void edit(String path, Consumer<ObjectNode> change) {
        StoredObject base = store.snapshot().get(ObjectKey.parse(path)).orElseThrow();
        ObjectNode tree = base.tree();
        change.accept(tree);
        perform(List.of(new Effect.Replace(base, tree)));
    }

    public void delete(String path) {
        perform(List.of(
                new Effect.Delete(store.snapshot().get(ObjectKey.parse(path)).orElseThrow())));
    }

    public void cluster(String name, int pods) {
        create("cluster.karmada.io/clusters//" + name, """
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push", "region": "%s"},
                 "status": {
                  "conditions": [{"type": "Ready", "status": "True", "reason": "ClusterReady", "message": "",
                    "lastTransitionTime": "%s"}],
                  "apiEnablements": [
                   {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"cpu": "640", "pods": "%d"}}}}""".formatted(name, name.substring(0, 2), now, pods));
    }

    /** What health would write. */
    public void ready(String cluster, String status) {
        edit("cluster.karmada.io/clusters//" + cluster, tree -> {
            ObjectNode ready = (ObjectNode) tree.at("/status/conditions/0");
            ready.put("status", status)
                    .put("reason", status.equals("True") ? "ClusterReady" : "ClusterNotReachable")
                    .put("lastTransitionTime", now.toString());
        });
    }

    public void deployment(String name, int replicas, String placement, String more) {
        create("policy.karmada.io/propagationpolicies/shop/" + name, """
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"}],
                  "placement": %s%s}}""".formatted(name, name, placement, more));
        create("apps/deployments/shop/" + name, """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "a"}}, "template": {
                   "metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}}""".formatted(name, replicas));
    }

    public static String binding(String name) {
        return "work.karmada.io/resourcebindings/shop/" + name + "-deployment";
    }

    public List<StoredObject> bindings() {
        return store.snapshot().list(BindingKinds.RESOURCE_BINDING).toList();
    }

    public JsonNode at(String path, String pointer) {
        return store.snapshot().get(ObjectKey.parse(path)).orElseThrow().tree().at(pointer);
    }

    /** Lets time pass second by second, every controller coming to rest in each. */
    public void pass(Duration time, Runnable everySecond) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now = now.plusSeconds(1);
            settle();
            everySecond.run();
            settle();
        }
    }

    public void settle() {
        boolean busy = true;
        while (busy) {
            busy = !changes.isEmpty();
            drain();
            for (Map.Entry<Task, Instant> due : List.copyOf(agenda.entrySet())) {
                if (!due.getValue().isAfter(now) && agenda.containsKey(due.getKey())) {
                    agenda.remove(due.getKey());
                    decide(due.getKey());
                    busy = true;
                }
            }
        }
    }

    private void drain() {
        while (!changes.isEmpty()) {
            Change change = changes.remove();
            for (Reconciler reconciler : List.copyOf(reconcilers)) {
                if (reconciler.watches().isEmpty()
                        || reconciler.watches().contains(change.key().resource())) {
                    reconciler
                            .concerns(store.snapshot(), change)
                            .distinct()
                            .toList()
                            .forEach(key -> decide(new Task(reconciler, key)));
                }
            }
        }
    }

    private void decide(Task task) {
        if (!reconcilers.contains(task.reconciler())) {
            return;
        }
        if (++decisions > DECISIONS_MAX) {
            throw new AssertionError("the controllers do not come to rest: " + task.key());
        }
        Decision decision = task.reconciler().decide(store.snapshot(), task.key(), now);
        decision.again().ifPresent(after -> agenda.put(task, now.plus(after)));
        if (!decision.effects().isEmpty()) {
            fate.decide(task.reconciler(), () -> perform(decision.effects()));
        }
    }

    void perform(List<Effect> effects) {
        Optional<Commit> commit =
                commits.commit(store.snapshot(), effects, new WriteContext(now, "uid-" + uid++, "test"));
        commit.map(some -> store.commit(some).toCompletableFuture().join())
                .filter(outcome -> !(outcome instanceof CommitOutcome.Committed))
                .ifPresent(outcome -> {
                    throw new AssertionError("not committed: " + outcome);
                });
    }

    /** The clusters and replicas of a binding, as {@code eu-1=2 us-1=1}. */
    public static String clusters(JsonNode binding) {
        List<String> clusters = new ArrayList<>();
        binding.at("/spec/clusters")
                .forEach(target -> clusters.add(target.path("name").asString("") + "="
                        + target.path("replicas").asInt(0)));
        return String.join(" ", clusters);
    }
}
