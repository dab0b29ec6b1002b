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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerKillIT {
    @TempDir
    Path directory;

    @Test
    void losesNothingAcknowledgedWhenTheBrokerIsKilled() throws IOException, InterruptedException {
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        try (EmbeddedBroker broker =
                EmbeddedBroker.child(EmbeddedBroker.Options.in(directory).withFsync(false))) {
            LogConfig config = LogConfig.of("killed", "hub-0", broker.clientProperties())
                    .withCommitTimeout(Duration.ofSeconds(30));
            try (LogStore store = TestLog.start(config)) {
                AtomicBoolean enough = new AtomicBoolean();
                List<Thread> writers = IntStream.range(0, 8)
                        .mapToObj(writer -> Thread.ofVirtual().start(() -> write(store, writer, acknowledged, enough)))
                        .toList();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > 100);
                kill(broker);
                int beforeRestart = acknowledged.size();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> acknowledged.size() > beforeRestart + 100);
                enough.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
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
