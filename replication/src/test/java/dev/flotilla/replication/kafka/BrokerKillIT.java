package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static dev.flotilla.replication.kafka.TestLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.replication.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerKillIT {
    /** Longer than a commit takes to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @Test
    void losesNothingAcknowledgedWhenTheBrokerIsKilled() throws IOException {
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        try (EmbeddedBroker broker =
                EmbeddedBroker.child(EmbeddedBroker.Options.in(directory).withFsync(false))) {
            LogConfig config = TestLog.patient(LogConfig.of("killed", "hub-0", broker.clientProperties()));
            try (LogStore store = TestLog.start(config)) {
                AtomicBoolean enough = new AtomicBoolean();
                List<CompletableFuture<Void>> writers = IntStream.range(0, 8)
                        .mapToObj(writer -> CompletableFuture.runAsync(
                                () -> write(store, writer, acknowledged, enough), Thread::startVirtualThread))
                        .toList();
                awaitMore(acknowledged, writers);
                kill(broker);
                awaitMore(acknowledged, writers);
                enough.set(true);
                writers.forEach(CompletableFuture::join);
                assertHolds(await(store.latest()), acknowledged);
            }

            try (LogStore restarted = TestLog.start(config)) {
                assertHolds(restarted.snapshot(), acknowledged);
            }
        }
    }

    private static void write(LogStore store, int writer, Map<String, Long> acknowledged, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            String name = "w" + writer + "-" + i;
            if (await(store.commit(commit(List.of(put(name, "1"))))) instanceof CommitOutcome.Committed(var versions)) {
                acknowledged.put(name, versions.getFirst());
            }
        }
    }

    private static void awaitMore(Map<String, Long> acknowledged, List<CompletableFuture<Void>> writers) {
        int before = acknowledged.size();
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("a writer has died", () -> writers.forEach(writer -> writer.getNow(null)))
                .until(() -> acknowledged.size() > before + 100);
    }

    private void kill(EmbeddedBroker broker) throws IOException {
        assertThat(broker.running()).isTrue();
        long pid = ObjectJson.parse(Files.readAllBytes(directory.resolve("broker.json")))
                .path("broker")
                .path("pid")
                .asLong();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static void assertHolds(Snapshot snapshot, Map<String, Long> acknowledged) {
        acknowledged.forEach((name, version) -> assertThat(snapshot.get(key(name)))
                .as(name)
                .hasValueSatisfying(
                        object -> assertThat(object.resourceVersion()).isEqualTo(version)));
    }
}
