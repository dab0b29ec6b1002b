package dev.flotilla.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.fleet.SliceGuard;
import dev.flotilla.api.fleet.Slices;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.api.store.Write;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ControllerTest {
    private static final GroupResource SOURCES = new GroupResource("", "sources");
    private static final GroupResource MIRRORS = new GroupResource("", "mirrors");

    private final ActorTestKit kit = ActorTestKit.create();
    private final InMemoryObjectStore store = new InMemoryObjectStore(List.of(new SliceGuard()));
    private Ownership ownership = Ownership.everything();

    @AfterEach
    void shutdown() {
        kit.shutdownTestKit();
    }

    @Test
    void mirrorsWhatWasThereAndWhatComes() {
        write(new Write.Put(key(SOURCES, "early"), json("early", "1")));

        kit.spawn(Controller.create(settings(new Mirror())));
        for (int i = 0; i < 200; i++) {
            write(new Write.Put(key(SOURCES, "s" + i), json("s" + i, "1")));
            write(new Write.Put(key(SOURCES, "s" + i), json("s" + i, "2")));
        }
        write(new Write.Delete(key(SOURCES, "early")));

        await().untilAsserted(() -> {
            assertThat(store.snapshot().list(MIRRORS).map(ControllerTest::value))
                    .hasSize(200)
                    .containsOnly("2");
            assertThat(store.snapshot().get(key(MIRRORS, "early"))).isEmpty();
        });
    }

    @Test
    void aFailedDecisionIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        Reconciler flaky = new Mirror() {
            @Override
            public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
                if (calls.incrementAndGet() <= 3) {
                    throw new IllegalStateException("the first three fail");
                }
                return super.decide(snapshot, key, now);
            }
        };
        kit.spawn(Controller.create(settings(flaky)));

        write(new Write.Put(key(SOURCES, "a"), json("a", "1")));

        await().untilAsserted(() ->
                assertThat(store.snapshot().get(key(MIRRORS, "a"))).isPresent());
    }

    @Test
    void looksAgainWhenTheDecisionAsksForIt() {
        AtomicInteger calls = new AtomicInteger();
        Reconciler patient = new Mirror() {
            @Override
            public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
                return calls.incrementAndGet() < 3
                        ? Decision.later(Duration.ofMillis(1))
                        : super.decide(snapshot, key, now);
            }
        };
        kit.spawn(Controller.create(settings(patient)));

        write(new Write.Put(key(SOURCES, "a"), json("a", "1")));

        await().untilAsserted(() ->
                assertThat(store.snapshot().get(key(MIRRORS, "a"))).isPresent());
        assertThat(calls.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void fewKeysOfASliceAreCommittedAtATimeAndTheOthersFollow() {
        int sources = 1_000;
        for (int i = 0; i < sources; i++) {
            write(new Write.Put(key(SOURCES, "s" + i), json("s" + i, "1")));
        }
        HeldStore held = new HeldStore(store);

        kit.spawn(Controller.create(settings(new Mirror(), held)));

        long underWay = IntStream.range(0, sources)
                .mapToObj(i -> Slices.of(key(SOURCES, "s" + i)))
                .collect(Collectors.groupingBy(slice -> slice, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(keys -> Math.min(keys, Slice.UNDER_WAY_MAX))
                .sum();
        await().untilAsserted(() -> assertThat(held.waiting()).isEqualTo(underWay));
        held.release();
        await().untilAsserted(() -> assertThat(mirrored()).hasSize(sources));
    }

    @Test
    void looksAfterItsSlicesAloneAndAfterOthersOnceItGetsThem() {
        ownership = Ownership.assigned("a", () -> true);
        SliceAssignment halves = SliceAssignment.over(Optional.empty(), new TreeSet<>(Set.of("a", "b")))
                .orElseThrow();
        assign(halves);
        for (int i = 0; i < 100; i++) {
            write(new Write.Put(key(SOURCES, "s" + i), json("s" + i, "1")));
        }

        kit.spawn(Controller.create(settings(new Mirror())));

        Set<String> own = IntStream.range(0, 100)
                .mapToObj(i -> "s" + i)
                .filter(name -> halves.share("a").holds(key(SOURCES, name)))
                .collect(Collectors.toSet());
        await().untilAsserted(() -> assertThat(mirrored()).isEqualTo(own));
        assertThat(own).isNotEmpty().hasSizeLessThan(100);

        assign(SliceAssignment.over(Optional.of(halves), new TreeSet<>(Set.of("a")))
                .orElseThrow());

        await().untilAsserted(() -> assertThat(mirrored()).hasSize(100));
    }

    @Test
    void leavesAloneWhatItHoldsNoLonger() {
        ownership = Ownership.assigned("a", () -> true);
        SliceAssignment all = SliceAssignment.over(Optional.empty(), new TreeSet<>(Set.of("a")))
                .orElseThrow();
        assign(all);
        kit.spawn(Controller.create(settings(new Mirror())));
        write(new Write.Put(key(SOURCES, "first"), json("first", "1")));
        await().untilAsserted(() -> assertThat(mirrored()).containsExactly("first"));

        SliceAssignment halves = SliceAssignment.over(Optional.of(all), new TreeSet<>(Set.of("a", "b")))
                .orElseThrow();
        assign(halves);
        for (int i = 0; i < 100; i++) {
            write(new Write.Put(key(SOURCES, "s" + i), json("s" + i, "1")));
        }

        await().untilAsserted(() -> assertThat(mirrored())
                .containsAll(IntStream.range(0, 100)
                        .mapToObj(i -> "s" + i)
                        .filter(name -> halves.share("a").holds(key(SOURCES, name)))
                        .toList()));
        assertThat(mirrored())
                .noneMatch(name -> !name.equals("first") && !halves.share("a").holds(key(SOURCES, name)));
    }

    private void assign(SliceAssignment assignment) {
        write(new Write.Put(SliceAssignment.KEY, ObjectJson.encode(assignment.object())));
    }

    private Set<String> mirrored() {
        return store.snapshot().list(MIRRORS).map(each -> each.key().name()).collect(Collectors.toSet());
    }

    private ControllerSettings settings(Reconciler reconciler) {
        return settings(reconciler, store);
    }

    private ControllerSettings settings(Reconciler reconciler, ObjectStore over) {
        return new ControllerSettings(
                reconciler,
                over,
                ownership,
                ControllerTest::commit,
                InstantSource.system(),
                new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(20)),
                new SimpleMeterRegistry());
    }

    private void write(Write write) {
        store.commit(new Commit(List.of(write), List.of(), Commit.Origin.CLIENT, "test"));
    }

    private static Optional<Commit> commit(Snapshot snapshot, List<Effect> effects, WriteContext context) {
        List<Write> writes = new ArrayList<>();
        List<Precondition> preconditions = new ArrayList<>();
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Create(var key, var object) -> {
                    writes.add(new Write.Put(key, ObjectJson.encode(object)));
                    preconditions.add(new Precondition.Absent(key));
                }
                case Effect.Replace(var base, var object) -> {
                    writes.add(new Write.Put(base.key(), ObjectJson.encode(object)));
                    preconditions.add(new Precondition.AtVersion(base.key(), base.resourceVersion()));
                }
                case Effect.Delete delete ->
                    writes.add(new Write.Delete(delete.base().key()));
                case Effect.Update _, Effect.UpdateStatus _, Effect.Require _ ->
                    throw new IllegalArgumentException("the mirror makes no such effect: " + effect);
            }
        }
        return writes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Commit(writes, preconditions, Commit.Origin.CONTROLLER, context.fieldManager()));
    }

    private static ObjectKey key(GroupResource resource, String name) {
        return new ObjectKey(resource, "", name);
    }

    private static byte[] json(String name, String value) {
        return ObjectJson.encode(object(name, value));
    }

    private static ObjectNode object(String name, String value) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.putObject("metadata").put("name", name);
        return object.put("value", value);
    }

    private static String value(StoredObject object) {
        return object.tree().path("value").asString();
    }

    /** Answers no commit before it is released. */
    private static final class HeldStore implements ObjectStore {
        private final ObjectStore store;
        private final CompletableFuture<Void> gate = new CompletableFuture<>();
        private final AtomicInteger waiting = new AtomicInteger();

        HeldStore(ObjectStore store) {
            this.store = store;
        }

        int waiting() {
            return waiting.get();
        }

        void release() {
            gate.complete(null);
        }

        @Override
        public CompletionStage<CommitOutcome> commit(Commit commit) {
            waiting.incrementAndGet();
            return gate.thenCompose(_ -> store.commit(commit));
        }

        @Override
        public Snapshot snapshot() {
            return store.snapshot();
        }

        @Override
        public CompletionStage<Snapshot> latest() {
            return store.latest();
        }

        @Override
        public CompletionStage<Snapshot> atLeast(long resourceVersion) {
            return store.atLeast(resourceVersion);
        }

        @Override
        public Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener)
                throws ExpiredException {
            return store.subscribe(after, resources, listener);
        }
    }

    /** Keeps a mirror of every source, by the same name. */
    private static class Mirror implements Reconciler {
        @Override
        public String name() {
            return "mirror";
        }

        @Override
        public Set<GroupResource> watches() {
            return Set.of(SOURCES, MIRRORS);
        }

        @Override
        public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
            return Stream.of(key(SOURCES, change.key().name()));
        }

        @Override
        public Stream<ObjectKey> keys(Snapshot snapshot) {
            return snapshot.list(SOURCES).map(StoredObject::key);
        }

        @Override
        public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
            Optional<StoredObject> mirror = snapshot.get(key(MIRRORS, key.name()));
            Optional<String> wanted = snapshot.get(key).map(ControllerTest::value);
            if (wanted.equals(mirror.map(ControllerTest::value))) {
                return Decision.nothing();
            }
            if (wanted.isEmpty()) {
                return Decision.of(new Effect.Delete(mirror.orElseThrow()));
            }
            ObjectNode copy = object(key.name(), wanted.get());
            return mirror.isEmpty()
                    ? Decision.of(new Effect.Create(key(MIRRORS, key.name()), copy))
                    : Decision.of(new Effect.Replace(mirror.get(), copy));
        }
    }
}
