package dev.flotilla.simulator.loop;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.node.NodeObjects;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import dev.flotilla.simulator.object.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A member without a server, on one thread, whose clock stands still until it is told to go on. */
public final class ManualMember {
    private static final int STEPS_MAX = 200_000;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final EffectCommits effects =
            new EffectCommits(new ObjectLifecycle(_ -> KindRules.NONE), _ -> KubernetesSchema.get());
    private final Pods pods = new Pods();
    private final Random random;
    private final Controllers controllers;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Runnable afterStep = () -> {};

    public ManualMember(long seed, List<Reconciler> reconcilers) {
        this.random = new Random(seed);
        this.controllers = new Controllers(
                store,
                reconcilers,
                new MemberCommits(new ObjectLifecycle(_ -> KindRules.NONE), _ -> KubernetesSchema.get()),
                random,
                () -> {});
    }

    public Instant now() {
        return now;
    }

    /** Called after every step, for what must hold at any moment. */
    public void afterEachStep(Runnable check) {
        afterStep = check;
    }

    public void nodes(int count, String cpu, int podsEach) {
        NodeObjects.of(new NodeObjects.Machines("m1", "eu", List.of("eu-a", "eu-b"), count, cpu, "64Gi", podsEach), now)
                .forEach(node -> {
                    ObjectKey key =
                            Kind.NODE.key("", node.path("metadata").path("name").asString(""));
                    commit(new Effect.Create(key, node));
                    commit(new Effect.Replace(get(key), withVersion(get(key), node)));
                });
    }

    private static ObjectNode withVersion(StoredObject stored, ObjectNode wanted) {
        ObjectNode tree = stored.tree();
        wanted.properties().stream()
                .filter(field -> !field.getKey().equals("metadata"))
                .forEach(field -> tree.set(field.getKey(), field.getValue()));
        return tree;
    }

    /** Creates an object from JSON in which quotes may be single. */
    public StoredObject create(Kind kind, String json) {
        ObjectNode object = ObjectJson.parse(json.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.label());
        ObjectKey key = kind.key(
                object.path("metadata").path("namespace").asString(""),
                object.path("metadata").path("name").asString(""));
        commit(new Effect.Create(key, object));
        return get(key);
    }

    public void update(ObjectKey key, Consumer<ObjectNode> change) {
        StoredObject stored = get(key);
        ObjectNode tree = stored.tree();
        change.accept(tree);
        commit(new Effect.Update(stored, tree));
    }

    public void delete(ObjectKey key) {
        commit(new Effect.Delete(get(key)));
    }

    public StoredObject get(ObjectKey key) {
        return store.snapshot().get(key).orElseThrow(() -> new AssertionError("there is no " + key));
    }

    public boolean has(ObjectKey key) {
        return store.snapshot().get(key).isPresent();
    }

    public ObjectNode tree(ObjectKey key) {
        return get(key).tree();
    }

    public List<Pod> pods() {
        return pods.all(store.snapshot()).toList();
    }

    public Stream<StoredObject> list(Kind kind) {
        return store.snapshot().list(kind.resource());
    }

    public long resourceVersion() {
        return store.snapshot().resourceVersion();
    }

    /** Does everything that is due at this moment. */
    public ManualMember settle() {
        for (int step = 0; controllers.step(now); step++) {
            if (step > STEPS_MAX) {
                throw new AssertionError("the controllers do not come to rest");
            }
            afterStep.run();
        }
        return this;
    }

    /** Goes on from one appointment to the next until that long has passed. */
    public ManualMember pass(Duration time) {
        Instant end = now.plus(time);
        settle();
        while (controllers.nextAppointment().filter(at -> !at.isAfter(end)).isPresent()) {
            Instant next = controllers.nextAppointment().orElseThrow();
            now = next.isAfter(now) ? next : now;
            settle();
        }
        now = end;
        return settle();
    }

    private void commit(Effect effect) {
        String uid = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        effects.commit(store.snapshot(), List.of(effect), new WriteContext(now, uid, "test"))
                .ifPresent(commit -> {
                    CommitOutcome outcome =
                            store.commit(commit).toCompletableFuture().join();
                    if (!(outcome instanceof CommitOutcome.Committed)) {
                        throw new AssertionError("not committed: " + outcome);
                    }
                });
    }
}
