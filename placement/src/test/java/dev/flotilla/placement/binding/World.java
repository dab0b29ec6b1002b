package dev.flotilla.placement.binding;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hub in one thread: a store, the real rules of writes, and the placement controller run to rest after each change.
 */
public final class World {
    private static final int STEPS_MAX = 10_000;
    private static final Types TYPES = new Types();

    private final InMemoryObjectStore store = new InMemoryObjectStore(PlacementReconciler.guards());
    private final EffectCommits commits = new EffectCommits(new ObjectLifecycle(_ -> KindRules.NONE), _ -> TYPES);
    private final Deque<Change> changes = new ArrayDeque<>();
    final PlacementReconciler placement = new PlacementReconciler(_ -> TYPES);
    private final List<Reconciler> others = new ArrayList<>();
    private final Map<Due, Instant> agenda = new LinkedHashMap<>();
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int uid;
    int commitsMade;
    int decisionsMade;
    private Runnable meanwhile = () -> {};

    public World() {
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

    private record Due(Reconciler reconciler, ObjectKey key) {}

    /** The types that are known. */
    public Function<Snapshot, ResourceCatalog> catalog() {
        return _ -> TYPES;
    }

    /** Runs another controller beside placement. */
    public World run(Reconciler reconciler) {
        others.add(reconciler);
        return this;
    }

    public Snapshot snapshot() {
        return store.snapshot();
    }

    /** What placement decides about a template at some moment; nothing is committed. */
    public Decision placementDecision(Snapshot snapshot, ObjectKey template) {
        return placement.decide(snapshot, template, now);
    }

    /** Commits against the state as it is now. */
    public CommitOutcome commit(List<Effect> effects) {
        return commits.commit(store.snapshot(), effects, new WriteContext(now, "uid-" + uid++, "test"))
                .map(commit -> store.commit(commit).toCompletableFuture().join())
                .orElseThrow();
    }

    /** Creates the object if it is not there, else replaces it. */
    public void apply(String json) {
        ObjectNode wanted = ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
        ObjectKey key = key(wanted);
        Optional<StoredObject> there = store.snapshot().get(key);
        perform(List.of(there.<Effect>map(base -> {
                    ObjectNode merged = base.tree();
                    wanted.properties().stream()
                            .filter(field -> !field.getKey().equals("metadata"))
                            .forEach(field -> merged.set(field.getKey(), field.getValue()));
                    wanted.path("metadata")
                            .properties()
                            .forEach(field -> merged.withObject("/metadata").set(field.getKey(), field.getValue()));
                    return new Effect.Replace(base, merged);
                })
                .orElseGet(() -> new Effect.Create(key, wanted))));
        if (there.isEmpty() && wanted.has("status")) {
            StoredObject base = store.snapshot().get(key).orElseThrow();
            ObjectNode tree = base.tree();
            tree.set("status", wanted.get("status"));
            perform(List.of(new Effect.UpdateStatus(base, tree)));
        }
    }

    public void delete(String path) {
        store.snapshot().get(ObjectKey.parse(path)).ifPresent(base -> perform(List.of(new Effect.Delete(base))));
    }

    public void edit(String path, Consumer<ObjectNode> change) {
        StoredObject base = store.snapshot().get(ObjectKey.parse(path)).orElseThrow();
        ObjectNode tree = base.tree();
        change.accept(tree);
        perform(List.of(new Effect.Replace(base, tree)));
    }

    public Optional<ObjectNode> get(String path) {
        return store.snapshot().get(ObjectKey.parse(path)).map(StoredObject::tree);
    }

    public JsonNode at(String path, String pointer) {
        return get(path).orElseThrow(() -> new AssertionError("no " + path)).at(pointer);
    }

    /** The clusters and replicas of a binding, as {@code eu-1=2 us-1=1}. */
    public String clusters(String path) {
        List<String> clusters = new ArrayList<>();
        at(path, "/spec/clusters")
                .forEach(target -> clusters.add(target.path("name").asString("") + "="
                        + target.path("replicas").asInt(0)));
        return String.join(" ", clusters);
    }

    /** What a binding is to leave, as {@code eu-1:Moved}. */
    String removing(String path) {
        List<String> removing = new ArrayList<>();
        at(path, "/spec/removing")
                .forEach(entry -> removing.add(entry.path("cluster").asString("") + ":"
                        + entry.path("why").asString("")));
        return String.join(" ", removing);
    }

    /** Has something happen once, between the next decision and its being written. */
    void meanwhile(Runnable happens) {
        meanwhile = happens;
    }

    /** Lets the controllers decide about everything the changes concern, and what is due, until nothing is left. */
    public World settle() {
        for (int step = 0; step < STEPS_MAX; step++) {
            Change change = changes.poll();
            if (change != null) {
                placement.concerns(store.snapshot(), change).distinct().toList().forEach(key -> decide(placement, key));
                for (Reconciler other : others) {
                    if (other.watches().contains(change.key().resource())) {
                        other.concerns(store.snapshot(), change)
                                .distinct()
                                .toList()
                                .forEach(key -> decide(other, key));
                    }
                }
            } else if (!lookAtWhatIsDue()) {
                return this;
            }
        }
        throw new AssertionError("the controllers do not come to rest: " + changes.peek());
    }

    private boolean lookAtWhatIsDue() {
        List<Due> due = agenda.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(each -> decide(each.reconciler(), each.key()));
        return !due.isEmpty();
    }

    private void decide(Reconciler reconciler, ObjectKey key) {
        Decision decision = reconciler.decide(store.snapshot(), key, now);
        decisionsMade++;
        Runnable happens = meanwhile;
        meanwhile = () -> {};
        happens.run();
        agenda.remove(new Due(reconciler, key));
        decision.again().ifPresent(wait -> agenda.put(new Due(reconciler, key), now.plus(wait)));
        if (perform(decision.effects())) {
            commitsMade++;
        }
    }

    private boolean perform(List<Effect> effects) {
        WriteContext context = new WriteContext(now, "uid-" + uid++, "test");
        Optional<Commit> commit = commits.commit(store.snapshot(), effects, context);
        commit.ifPresent(some -> {
            CommitOutcome outcome = store.commit(some).toCompletableFuture().join();
            if (!(outcome instanceof CommitOutcome.Committed)) {
                throw new AssertionError("not committed: " + outcome);
            }
        });
        return commit.isPresent();
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    private static ObjectKey key(ObjectNode object) {
        ResourceType type = TYPES.forKind(
                        object.path("apiVersion").asString(""),
                        object.path("kind").asString(""))
                .orElseThrow();
        return new ObjectKey(
                type.resource(),
                object.at("/metadata/namespace").asString(""),
                object.at("/metadata/name").asString(""));
    }

    /** The few types these tests need; their shape is not what is tested. */
    private static final class Types implements ResourceCatalog {
        private final Map<String, ResourceType> byKind = new LinkedHashMap<>();

        Types() {
            add("", "v1", "Namespace", "namespaces", false);
            add("", "v1", "ConfigMap", "configmaps", true);
            add("", "v1", "Event", "events", true);
            add("apps", "v1", "Deployment", "deployments", true);
            add("batch", "v1", "Job", "jobs", true);
            add("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false);
            add("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", false);
            add("policy.karmada.io", "v1alpha1", "PropagationPolicy", "propagationpolicies", true);
            add("policy.karmada.io", "v1alpha1", "ClusterPropagationPolicy", "clusterpropagationpolicies", false);
            add("policy.karmada.io", "v1alpha1", "OverridePolicy", "overridepolicies", true);
            add("work.karmada.io", "v1alpha2", "ResourceBinding", "resourcebindings", true);
            add("work.karmada.io", "v1alpha2", "ClusterResourceBinding", "clusterresourcebindings", false);
            add("cluster.karmada.io", "v1alpha1", "Cluster", "clusters", false);
            add("apps.karmada.io", "v1alpha1", "WorkloadRebalancer", "workloadrebalancers", false);
            add("policy.karmada.io", "v1alpha1", "FederatedResourceQuota", "federatedresourcequotas", true);
        }

        private void add(String group, String version, String kind, String plural, boolean namespaced) {
            boolean plain = kind.equals("ConfigMap")
                    || kind.equals("ClusterRole")
                    || kind.equals("Event")
                    || kind.equals("PriorityClass");
            ResourceType type = new ResourceType(
                    group,
                    version,
                    kind,
                    plural,
                    kind.toLowerCase(Locale.ROOT),
                    namespaced,
                    List.of(),
                    List.of(),
                    Set.of(),
                    plain
                            ? Map.of()
                            : Map.of("status", new ResourceType.Subresource(group, version, kind, Set.of("get"))),
                    !plain,
                    false,
                    new TypeSchema.Struct(kind, new LinkedHashMap<>(), false, true));
            byKind.put(type.apiVersion() + "/" + kind, type);
        }

        @Override
        public Optional<ResourceType> find(String group, String version, String plural) {
            return preferred(new GroupResource(group, plural));
        }

        @Override
        public Optional<ResourceType> forKind(String apiVersion, String kind) {
            return Optional.ofNullable(byKind.get(apiVersion + "/" + kind));
        }

        @Override
        public Optional<ResourceType> preferred(GroupResource resource) {
            return byKind.values().stream()
                    .filter(type -> type.resource().equals(resource))
                    .findFirst();
        }

        @Override
        public List<ResourceType> all() {
            return List.copyOf(byKind.values());
        }
    }

    Stream<ObjectKey> keys() {
        return placement.keys(store.snapshot());
    }
}
