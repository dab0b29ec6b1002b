package dev.flotilla.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.CommitOutcome.Committed;
import dev.flotilla.api.store.CommitOutcome.Conflicted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest {
    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void writesOfACommitBecomeVisibleTogether() throws ExpiredException {
        List<List<Change>> seen = new ArrayList<>();
        store.subscribe(0, Set.of(), recorder(seen));

        CommitOutcome outcome = commit(List.of(put("a"), put("b")));

        assertThat(outcome).isEqualTo(new Committed(List.of(1L, 2L)));
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).extracting(Change::resourceVersion).containsExactly(1L, 2L);
    }

    @Test
    void aStaleVersionWritesNothing() {
        commit(List.of(put("a")));
        commit(List.of(put("a")));
        Precondition stale = new Precondition.AtVersion(key("a"), 1);

        CommitOutcome outcome = commit(List.of(put("a"), put("b")), stale);

        assertThat(outcome).isEqualTo(new Conflicted(stale));
        assertThat(store.snapshot().resourceVersion()).isEqualTo(2);
        assertThat(store.snapshot().get(key("b"))).isEmpty();
    }

    @Test
    void aGuardRefusesWithItsReason() {
        InMemoryObjectStore guarded = new InMemoryObjectStore(List.of(new AtMostOne()));
        Precondition one = new Precondition.Guarded("at-most-one", Map.of());
        Commit first = new Commit(List.of(put("a")), List.of(one), Commit.Origin.CLIENT, "t");
        Commit second = new Commit(List.of(put("b")), List.of(one), Commit.Origin.CLIENT, "t");

        CommitOutcome accepted = guarded.commit(first).toCompletableFuture().join();
        CommitOutcome refused = guarded.commit(second).toCompletableFuture().join();

        assertThat(accepted).isInstanceOf(Committed.class);
        assertThat(refused).isEqualTo(new CommitOutcome.Refused("at-most-one", "there is one already"));
    }

    @Test
    void aSubscriptionStartsWhereTheCallerWas() throws ExpiredException {
        commit(List.of(put("a")));
        commit(List.of(put("b")));
        List<List<Change>> seen = new ArrayList<>();

        store.subscribe(1, Set.of(CONFIG_MAPS), recorder(seen));
        commit(List.of(new Write.Delete(key("a"))));

        assertThat(seen.stream().flatMap(List::stream).map(Change::resourceVersion))
                .containsExactly(2L, 3L);
        assertThat(seen.getLast().getFirst().after()).isNull();
    }

    @Test
    void forgottenChangesCannotBeResumedFrom() {
        ChangeHistory history = new ChangeHistory(10, 1);

        assertThatThrownBy(() -> history.after(9, Set.of()))
                .isInstanceOf(ExpiredException.class)
                .hasMessage("too old resource version: 9 (10)");
    }

    @Test
    void namespacesAndPagesAreRangesOfTheOrder() {
        commit(List.of(put("x", "b"), put("x", "a"), put("x-y", "a"), put("w", "z"), put("xa", "q")));
        Snapshot snapshot = store.snapshot();

        assertThat(snapshot.list(CONFIG_MAPS, "x").map(object -> object.key().name()))
                .containsExactly("a", "b");
        assertThat(snapshot.listAfter(CONFIG_MAPS, key("x", "a"))
                        .map(object -> object.key().path()))
                .containsExactly("/configmaps/x/b", "/configmaps/x-y/a", "/configmaps/xa/q");
    }

    @Test
    void anySnapshotEqualsTheFoldOfTheWritesBeforeIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<ObjectKey, Long> model = new TreeMap<>();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Map<ObjectKey, Long>> models = new ArrayList<>();

        for (int step = 1; step <= 500; step++) {
            ObjectKey key = key("n" + random.nextInt(3), "c" + random.nextInt(20));
            boolean delete = random.nextInt(3) == 0;
            commit(List.of(delete ? new Write.Delete(key) : put(key.namespace(), key.name())));
            if (delete) {
                model.remove(key);
            } else {
                model.put(key, (long) step);
            }
            snapshots.add(store.snapshot());
            models.add(new TreeMap<>(model));
        }

        for (int i = 0; i < snapshots.size(); i++) {
            Map<ObjectKey, Long> found = new TreeMap<>();
            snapshots.get(i).list(CONFIG_MAPS).forEach(object -> found.put(object.key(), object.resourceVersion()));
            assertThat(found).as("seed %d, step %d", seed, i).isEqualTo(models.get(i));
        }
    }

    private CommitOutcome commit(List<Write> writes, Precondition... preconditions) {
        return store.commit(new Commit(writes, List.of(preconditions), Commit.Origin.CLIENT, "test"))
                .toCompletableFuture()
                .join();
    }

    private static ObjectKey key(String name) {
        return key("default", name);
    }

    private static ObjectKey key(String namespace, String name) {
        return new ObjectKey(CONFIG_MAPS, namespace, name);
    }

    private static Write put(String name) {
        return put("default", name);
    }

    private static Write put(String namespace, String name) {
        String json = "{\"metadata\":{\"name\":\"" + name + "\"}}";
        return new Write.Put(key(namespace, name), json.getBytes(StandardCharsets.UTF_8));
    }

    private static ChangeListener recorder(List<List<Change>> seen) {
        return new ChangeListener() {
            @Override
            public void onChanges(Snapshot snapshot, List<Change> changes) {
                seen.add(changes);
            }

            @Override
            public void onLost() {
                seen.clear();
            }
        };
    }

    private static final class AtMostOne implements Guard {
        @Override
        public String name() {
            return "at-most-one";
        }

        @Override
        public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
            return snapshot.count(CONFIG_MAPS) > 0 ? Optional.of("there is one already") : Optional.empty();
        }
    }
}
