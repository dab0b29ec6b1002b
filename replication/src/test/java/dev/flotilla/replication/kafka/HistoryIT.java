package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static dev.flotilla.replication.kafka.TestKeys.cipher;
import static dev.flotilla.replication.kafka.TestKeys.secret;
import static dev.flotilla.replication.kafka.TestKeys.secretKey;
import static dev.flotilla.replication.kafka.TestLog.committed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.broker.EmbeddedBroker;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.HistoryQuestion.Until;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryIT {
    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws IOException {
        broker = EmbeddedBroker.inProcess(EmbeddedBroker.Options.in(directory).withFsync(false));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static LogConfig config(String hub) {
        return TestLog.patient(LogConfig.of(hub, "hub-0", broker.bootstrapServers()))
                .withCipher(cipher("k1"));
    }

    private static long commit(LogStore store, String actor, Write write, Precondition... preconditions) {
        return committed(store, new Commit(List.of(write), List.of(preconditions), Commit.Origin.CLIENT, actor))
                .last();
    }

    private static HistoryPage ask(LogStore store, ObjectKey key, Until until, int limit) {
        return store.history(new HistoryQuestion(key, until, limit));
    }

    /** Until the history itself has every change. */
    private static void awaitWritten(String hub, LogStore store) {
        long newest = lastChange(store);
        Awaitility.await().ignoreExceptionsInstanceOf(KafkaException.class).until(() -> {
            try (var consumer = new Clients(config(hub)).scanner("test")) {
                PartitionScan history = new PartitionScan(consumer, new TopicPartition(hub + ".history", 0));
                return store.head().base() + HistorySearch.written(history, history.end(), store.head()) >= newest;
            }
        });
    }

    private static long lastChange(LogStore store) {
        return store.snapshot().resources().stream()
                .flatMap(store.snapshot()::list)
                .mapToLong(object -> object.resourceVersion())
                .max()
                .orElse(0);
    }

    private static List<Long> versions(HistoryPage page) {
        return page.entries().stream().map(HistoryEntry::resourceVersion).toList();
    }

    @Test
    void tellsWhoDidWhatAndWhenNewestFirst() {
        try (LogStore store = TestLog.start(config("told"))) {
            long created = commit(store, "ann", put("web", "1"), new Precondition.Absent(key("web")));
            long changed = commit(store, "scheduler", put("web", "2"));
            commit(store, "ann", put("other", "1"));
            long deleted = commit(store, "bob", new Write.Delete(key("web")));

            HistoryPage page = ask(store, key("web"), Until.Now.NOW, 10);

            assertThat(versions(page)).containsExactly(deleted, changed, created);
            assertThat(page.entries()).extracting(HistoryEntry::verb).containsExactly("delete", "update", "create");
            assertThat(page.entries().stream()
                            .flatMap(entry -> entry.by().stream())
                            .map(Attribution::actor))
                    .containsExactly("bob", "scheduler", "ann");
            assertThat(page.entries().getFirst().deletion()).isTrue();
            assertThat(page.entries()
                            .get(1)
                            .object()
                            .orElseThrow()
                            .at("/data/v")
                            .asString())
                    .isEqualTo("2");
            assertThat(page.next()).isEmpty();
        }
    }

    @Test
    void goesOnWhereAnAnswerEnded() {
        try (LogStore store = TestLog.start(config("paged"))) {
            List<Long> expected = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                expected.addFirst(commit(store, "ann", put("web", "" + i)));
                commit(store, "ann", put("noise", "" + i));
            }

            List<Long> found = new ArrayList<>();
            Optional<Long> next = Optional.of(Long.MAX_VALUE);
            while (next.isPresent()) {
                HistoryPage page = ask(store, key("web"), new Until.Version(next.get()), 7);
                assertThat(page.entries()).hasSizeLessThanOrEqualTo(7);
                found.addAll(versions(page));
                next = page.next();
            }

            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void knowsTheObjectAsItWasAtAVersionOrATime() {
        try (LogStore store = TestLog.start(config("travel"))) {
            long first = commit(store, "ann", put("web", "1"));
            long second = commit(store, "ann", put("web", "2"));
            Instant between = ask(store, key("web"), Until.Now.NOW, 1)
                    .entries()
                    .getFirst()
                    .time();
            Awaitility.await().until(() -> Instant.now().isAfter(between.plusMillis(2)));
            commit(store, "ann", put("web", "3"));

            assertThat(versions(ask(store, key("web"), new Until.Version(first), 1)))
                    .containsExactly(first);
            assertThat(versions(ask(store, key("web"), new Until.Version(second - 1), 1)))
                    .containsExactly(first);
            assertThat(versions(ask(store, key("web"), new Until.Time(between), 1)))
                    .containsExactly(second);
            assertThat(ask(store, key("web"), new Until.Version(first - 1), 1).entries())
                    .isEmpty();
        }
    }

    @Test
    void knowsEveryObjectOfATypeAsItWasAlsoThoseThatAreGone() {
        try (LogStore store = TestLog.start(config("past"))) {
            long first = commit(store, "ann", put("web", "1"), new Precondition.Absent(key("web")));
            commit(store, "ann", put("web", "2"));
            commit(store, "ann", put("other", "1"), new Precondition.Absent(key("other")));
            long last = commit(store, "bob", new Write.Delete(key("web")));

            PastState then = store.past(question(first));
            PastState now = store.past(question(last));

            assertThat(then.states().keySet()).containsExactly(key("web"));
            assertThat(then.states()
                            .get(key("web"))
                            .object()
                            .orElseThrow()
                            .at("/data/v")
                            .asString())
                    .isEqualTo("1");
            assertThat(then.later().keySet()).containsExactly(key("other"));
            assertThat(then.later().get(key("other")).verb()).isEqualTo("create");
            assertThat(now.states().keySet()).containsExactlyInAnyOrder(key("web"), key("other"));
            assertThat(now.states().get(key("web")).deletion()).isTrue();
            awaitWritten("past", store);
            assertThat(store.past(question(first)).states().keySet()).containsExactly(key("web"));
        }
    }

    private static PastQuestion question(long version) {
        return new PastQuestion(Set.of(key("web").resource()), "", new Until.Version(version));
    }

    @Test
    void findsAVersionAmongThousandsAndWritesEachOnceOverARestart() {
        List<Long> expected = new ArrayList<>();
        try (LogStore store = TestLog.start(config("long"))) {
            for (int i = 0; i < 30; i++) {
                List<Write> many = new ArrayList<>();
                for (int n = 0; n < 150; n++) {
                    many.add(put("noise-" + n, "" + i));
                }
                committed(store, new Commit(many, List.of(), Commit.Origin.CONTROLLER, "noise"));
                expected.addFirst(commit(store, "ann", put("web", "" + i)));
            }
            awaitWritten("long", store);
        }
        try (LogStore store = TestLog.start(config("long"))) {
            expected.addFirst(commit(store, "ann", put("web", "last")));
            awaitWritten("long", store);

            assertThat(versions(ask(store, key("web"), Until.Now.NOW, 100))).isEqualTo(expected);
            assertThat(versions(ask(store, key("web"), new Until.Version(expected.get(20)), 1)))
                    .containsExactly(expected.get(20));
            assertThat(written("long")).isSorted().doesNotHaveDuplicates().hasSize(30 * 151 + 1);
        }
    }

    @Test
    void writesEachChangeOnceWhenAnotherNodeTakesOver() {
        Role.Timing takingNothingBack = Role.Timing.DEFAULT.withSilence(Duration.ofSeconds(30));
        LogConfig first = config("handed").withTiming(takingNothingBack);
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
        List<Long> expected = new ArrayList<>();
        try (LogStore old = TestLog.start(first)) {
            for (int i = 0; i < 20; i++) {
                expected.add(commit(old, "ann", put("web", "" + i)));
            }
            try (LogStore successor = LogStore.start(second, List.of(), new SimpleMeterRegistry())) {
                Awaitility.await().until(() -> successor.health().leading());
                for (int i = 0; i < 20; i++) {
                    expected.add(commit(successor, "bob", put("web", "again " + i)));
                }
                awaitWritten("handed", successor);

                assertThat(written("handed")).isEqualTo(expected);
                assertThat(versions(ask(old, key("web"), Until.Now.NOW, 40)).reversed())
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Long> written(String hub) {
        try (var consumer = new Clients(config(hub)).scanner("test")) {
            PartitionScan history = new PartitionScan(consumer, new TopicPartition(hub + ".history", 0));
            List<Long> all = new ArrayList<>();
            history.each(history.begin(), history.end(), record -> all.add(HistoryCodec.version(record)));
            return all;
        }
    }

    @Test
    void redactsSecretsWhetherReadFromTheHistoryOrFromTheLog() {
        try (LogStore store = TestLog.start(config("secret"))) {
            commit(store, "ann", secret("db", "hunter2"));

            String early = text(ask(store, secretKey("db"), Until.Now.NOW, 1));
            awaitWritten("secret", store);
            String late = text(ask(store, secretKey("db"), Until.Now.NOW, 1));

            assertThat(early).contains("redacted").doesNotContain("hunter2");
            assertThat(late).isEqualTo(early);
        }
    }

    private static String text(HistoryPage page) {
        return page.entries().getFirst().object().orElseThrow().toString();
    }
}
