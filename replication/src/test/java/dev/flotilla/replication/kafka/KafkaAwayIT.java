package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static dev.flotilla.replication.kafka.TestLog.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.BarrierTimeoutException;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAwayIT {
    @TempDir
    Path directory;

    @Test
    void answersWritesReadsOnAndRecoversByItself() throws IOException {
        EmbeddedBroker.Options options = EmbeddedBroker.Options.in(directory).withFsync(false);
        EmbeddedBroker broker = EmbeddedBroker.inProcess(options);
        String servers = broker.bootstrapServers();
        int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
        LogConfig config = LogConfig.of("away", "hub-0", servers).withCommitTimeout(Duration.ofSeconds(3));
        try (LogStore store = TestLog.start(config)) {
            awaitCommitted(store, "before");

            broker.close();
            List<CompletionStage<CommitOutcome>> outcomes = IntStream.range(0, 5)
                    .mapToObj(i -> store.commit(commit(List.of(put("during-" + i, "1")))))
                    .toList();

            assertThat(outcomes.stream().map(TestLog::await))
                    .allMatch(outcome ->
                            outcome instanceof CommitOutcome.Unavailable || outcome instanceof CommitOutcome.InDoubt);
            assertThatThrownBy(() -> await(store.latest())).hasCauseInstanceOf(BarrierTimeoutException.class);
            assertThat(store.snapshot().get(key("before"))).isPresent();

            broker = EmbeddedBroker.inProcess(options.withPort(port));
            awaitCommitted(store, "after");
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(await(store.latest()).get(key("after"))).isPresent());
        } finally {
            broker.close();
        }
    }

    private static void awaitCommitted(LogStore store, String name) {
        Awaitility.await()
                .until(() -> await(store.commit(commit(List.of(put(name, "1"))))) instanceof CommitOutcome.Committed);
    }
}
