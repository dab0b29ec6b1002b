package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static dev.flotilla.replication.kafka.TestLog.await;
import static dev.flotilla.replication.kafka.TestLog.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.broker.EmbeddedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreIT {
    /** Of a node that is not to take back what another has taken over. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static LogStore store;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.inProcess(EmbeddedBroker.Options.in(directory).withFsync(false));
        store = TestLog.start(config("shared"));
    }

    @AfterAll
    static void stop() {
        store.close();
        broker.close();
    }

    private static LogConfig config(String hub) {
        return TestLog.patient(LogConfig.of(hub, "hub-0", broker.bootstrapServers()));
    }

    @Test
    void showsAClientItsOwnWriteOnceAnswered() {
        CommitOutcome.Committed outcome = committed(store, commit(List.of(put("own", "1"))));

        StoredObject found = store.snapshot().get(key("own")).orElseThrow();

        assertThat(found.resourceVersion()).isEqualTo(outcome.last());
        assertThat(new String(found.bytes(), StandardCharsets.UTF_8))
                .contains("\"resourceVersion\":\"" + outcome.last() + "\"");
        assertThat(await(store.latest()).resourceVersion()).isGreaterThanOrEqualTo(outcome.last());
    }

    @Test
    void refusesAWriteOverAVersionThatIsNoLongerTheNewest() {
        long first = committed(store, commit(List.of(put("contended", "1")))).last();
        committed(store, commit(List.of(put("contended", "2")), new Precondition.AtVersion(key("contended"), first)));
        Precondition stale = new Precondition.AtVersion(key("contended"), first);

        CommitOutcome outcome = await(store.commit(commit(List.of(put("contended", "3")), stale)));

        assertThat(outcome).isEqualTo(new CommitOutcome.Conflicted(stale));
    }

    @Test
    void letsOneOfManyConcurrentCreatorsWin() {
        Precondition absent = new Precondition.Absent(key("race"));
        List<CompletionStage<CommitOutcome>> outcomes = IntStream.range(0, 50)
                .mapToObj(i -> store.commit(commit(List.of(put("race", "" + i)), absent)))
                .toList();

        assertThat(outcomes.stream().map(TestLog::await).filter(CommitOutcome.Committed.class::isInstance))
                .hasSize(1);
    }

    @Test
    void neverShowsPartOfACommit() throws Exception {
        List<String> torn = Collections.synchronizedList(new ArrayList<>());
        ChangeListener watcher = new ChangeListener() {
            @Override
            public void onChanges(Snapshot snapshot, List<Change> changes) {
                if (changes.stream().anyMatch(change -> change.key().name().startsWith("pair-"))) {
                    boolean left = value(snapshot, "pair-left").equals(value(snapshot, "pair-right"));
                    if (!left) {
                        torn.add("at " + snapshot.resourceVersion());
                    }
                }
            }

            @Override
            public void onLost() {
                torn.add("lost");
            }
        };

        try (var _ = store.subscribe(store.snapshot().resourceVersion(), Set.of(), watcher)) {
            List<CompletionStage<CommitOutcome>> outcomes = IntStream.range(0, 300)
                    .mapToObj(i -> store.commit(commit(List.of(put("pair-left", "" + i), put("pair-right", "" + i)))))
                    .toList();
            outcomes.forEach(TestLog::await);
        }

        assertThat(torn).isEmpty();
        assertThat(value(store.snapshot(), "pair-left")).isEqualTo("299");
    }

    private static String value(Snapshot snapshot, String name) {
        return snapshot.get(key(name))
                .map(object -> object.tree().path("data").path("v").asString())
                .orElse("");
    }

    @Test
    void deliversEveryChangeOnceAndInOrder() throws Exception {
        long start = store.snapshot().resourceVersion();
        List<Change> early = new ArrayList<>();
        List<Change> late = Collections.synchronizedList(new ArrayList<>());
        try (var _ = store.subscribe(start, Set.of(key("x").resource()), collect(early))) {
            IntStream.range(0, 100).forEach(i -> committed(store, commit(List.of(put("ordered-" + i % 7, "" + i)))));
            committed(store, commit(List.of(new Write.Delete(key("ordered-0")))));
            try (var _ = store.subscribe(start, Set.of(key("x").resource()), collect(late))) {
                assertThat(late).isEqualTo(early);
            }
        }

        assertThat(early).hasSize(101);
        assertThat(early).extracting(Change::resourceVersion).isSorted().doesNotHaveDuplicates();
        assertThat(early.getLast().after()).isNull();
    }

    private static ChangeListener collect(List<Change> into) {
        return new ChangeListener() {
            @Override
            public void onChanges(Snapshot snapshot, List<Change> changes) {
                into.addAll(changes);
            }

            @Override
            public void onLost() {
                throw new AssertionError("lost");
            }
        };
    }

    @Test
    void refusesAnObjectThatIsTooLargeAndTakesOneThatJustFits() {
        int max = 3 << 20;
        Write.Put small = (Write.Put) put("fits", "");
        CommitOutcome fits = await(store.commit(commit(List.of(put("fits", "x".repeat(max - small.json().length))))));
        CommitOutcome over =
                await(store.commit(commit(List.of(put("fits", "x".repeat(max + 1 - small.json().length))))));

        assertThat(fits).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(over).isEqualTo(new CommitOutcome.TooLarge(key("fits"), max + 1, max));
    }

    @Test
    void refusesWhatIsNoObjectBeforeItReachesTheLog() {
        Write broken = new Write.Put(key("broken"), "{\"metadata\":".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> store.commit(commit(List.of(broken)))).isInstanceOf(RuntimeException.class);
        committed(store, commit(List.of(put("after-broken", "1"))));
    }

    @Test
    void keepsObjectsVersionsAndHistoryOverARestart() throws Exception {
        long deleted;
        long last;
        List<String> before;
        List<Change> beforeChanges = new ArrayList<>();
        try (LogStore first = TestLog.start(config("restarted"))) {
            long start = first.snapshot().resourceVersion();
            IntStream.range(0, 20).forEach(i -> committed(first, commit(List.of(put("kept-" + i, "1")))));
            deleted = committed(first, commit(List.of(new Write.Delete(key("kept-3")))))
                    .last();
            last = committed(first, commit(List.of(put("kept-4", "2")))).last();
            first.subscribe(start, Set.of(), collect(beforeChanges)).close();
            before = versions(first.snapshot());
        }

        try (LogStore second = TestLog.start(config("restarted"))) {
            List<Change> afterChanges = new ArrayList<>();
            second.subscribe(deleted - 1, Set.of(), collect(afterChanges)).close();
            long next = committed(second, commit(List.of(put("kept-5", "2")))).last();

            assertThat(before).hasSize(19);
            assertThat(versions(second.snapshot())).containsAll(before.subList(0, 4));
            assertThat(second.snapshot().get(key("kept-4")).orElseThrow().resourceVersion())
                    .isEqualTo(last);
            assertThat(afterChanges).extracting(Change::resourceVersion).containsExactly(deleted, last);
            assertThat(next).isGreaterThan(last);
            assertThat(second.health().leading()).isTrue();
        }
    }

    private static List<String> versions(Snapshot snapshot) {
        return snapshot.list(key("x").resource()).map(StoredObject::toString).toList();
    }

    @Test
    void refusesATopicThatIsSetUpOtherwise() throws Exception {
        createTopic("wrong.state", Map.of("cleanup.policy", "delete"));

        assertThatThrownBy(() -> TestLog.start(config("wrong")))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("cleanup.policy=delete (must be compact)")
                .hasMessageContaining("kafka-configs");
    }

    @Test
    void refusesACopyOfALog() throws Exception {
        createTopic("copied.state", LogTopic.settings((short) 1));
        LogHead foreign = LogHead.create("copied", "AAAAAAAAAAAAAAAAAAAAAA", Instant.now());
        TopicPartition log = new TopicPartition("copied.state", 0);
        try (var producer = new Clients(config("copied")).producer("copier")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(LogCodec.encode(log, foreign)).get();
            producer.commitTransaction();
        }

        assertThatThrownBy(() -> TestLog.start(config("copied")))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("it is a copy");
    }

    @Test
    void refusesALogOfANewerFormatWithWords() throws Exception {
        createTopic("newer.state", LogTopic.settings((short) 1));
        LogHead newer = new LogHead(LogHead.FORMAT + 1, "newer", "whatever", 0, null);
        try (var producer = new Clients(config("newer")).producer("later")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(LogCodec.encode(new TopicPartition("newer.state", 0), newer))
                    .get();
            producer.commitTransaction();
        }

        assertThatThrownBy(() -> TestLog.start(config("newer")))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("has format 2, this hub knows 1");
    }

    private static void createTopic(String name, Map<String, String> settings) throws Exception {
        try (Admin admin = new Clients(config("shared")).admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    @Test
    void sendsAWriteAgainThatAFencedTermDidNotBringIn() throws Exception {
        LogConfig config = config("fenced").withTiming(Role.Timing.DEFAULT.withSilence(Duration.ofSeconds(10)));
        try (LogStore fenced = TestLog.start(config)) {
            long before =
                    committed(fenced, commit(List.of(put("settled", "0")))).last();
            List<Change> changes = Collections.synchronizedList(new ArrayList<>());
            long term = fenced.health().leader().orElseThrow().term();
            LogHead head = head(config);

            try (var _ = fenced.subscribe(before, Set.of(), collect(changes))) {
                TransactionRing.takeOver(new Clients(config), config, new TopicPartition("fenced.state", 0), head)
                        .close();
                CommitOutcome.Committed outcome = committed(
                        fenced,
                        commit(List.of(put("settled", "1")), new Precondition.AtVersion(key("settled"), before)));

                assertThat(fenced.health().leader().orElseThrow().term()).isGreaterThan(term);
                assertThat(changes).extracting(Change::resourceVersion).containsExactly(outcome.last());
            }
        }
    }

    private static LogHead head(LogConfig config) {
        Clients clients = new Clients(config);
        try (Admin admin = clients.admin()) {
            return new LogTopic(config, clients, admin).open();
        }
    }

    @Test
    void neverLosesAnAcknowledgedWriteToAnotherNodesTakeover() {
        LogConfig first = config("taken").withTiming(Role.Timing.DEFAULT.withSilence(SILENCE));
        LogConfig second = new LogConfig(
                first.hub(),
                "hub-1",
                first.clients(),
                (short) 1,
                first.timing().withSilence(Duration.ofMillis(20)),
                first.commitTimeout(),
                first.barrierTimeout(),
                first.historyBytes(),
                first.cipher(),
                first.historyRetention());
        try (LogStore old = TestLog.start(first)) {
            List<CompletionStage<CommitOutcome>> outcomes = new ArrayList<>();
            try (LogStore successor = LogStore.start(second, List.of(), new SimpleMeterRegistry())) {
                Awaitility.await().until(() -> {
                    outcomes.add(old.commit(commit(List.of(put("w-" + outcomes.size(), "1")))));
                    return successor.health().leading();
                });
                committed(successor, commit(List.of(put("by-successor", "1"))));
                Snapshot state = await(successor.latest());

                for (int i = 0; i < outcomes.size(); i++) {
                    switch (await(outcomes.get(i))) {
                        case CommitOutcome.Committed(var versions) ->
                            assertThat(state.get(key("w-" + i)).orElseThrow().resourceVersion())
                                    .isEqualTo(versions.getFirst());
                        case CommitOutcome.Unavailable _ ->
                            assertThat(state.get(key("w-" + i))).isEmpty();
                        case CommitOutcome.InDoubt(var reason) -> throw new AssertionError(reason);
                        case CommitOutcome.Conflicted _,
                                CommitOutcome.Refused _,
                                CommitOutcome.TooLarge _,
                                CommitOutcome.Overloaded _ -> throw new AssertionError(outcomes.get(i));
                    }
                }
                Awaitility.await().until(() -> !old.health().leading());
                Awaitility.await()
                        .until(() -> old.snapshot().get(key("by-successor")).isPresent());
                assertThat(await(old.commit(commit(List.of(put("late", "1"))))))
                        .isInstanceOf(CommitOutcome.Unavailable.class);
            }
            Awaitility.await()
                    .atMost(SILENCE.multipliedBy(3))
                    .until(() -> old.health().leading());
            committed(old, commit(List.of(put("after-return", "1"))));
        }
    }
}
