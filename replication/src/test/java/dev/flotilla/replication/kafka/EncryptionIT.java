package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.StolenDisk.filesWith;
import static dev.flotilla.replication.kafka.TestKeys.cipher;
import static dev.flotilla.replication.kafka.TestKeys.secret;
import static dev.flotilla.replication.kafka.TestKeys.secretKey;
import static dev.flotilla.replication.kafka.TestLog.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.replication.Samples;
import dev.flotilla.replication.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionIT {
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

    private static LogStore store(String hub, String... keys) {
        LogConfig config = TestLog.patient(LogConfig.of(hub, "hub-0", broker.bootstrapServers()));
        return TestLog.start(keys.length == 0 ? config : config.withCipher(cipher(keys)));
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }

    @Test
    void leavesNoPlainValueInAnyFileOfTheBroker() {
        String hidden = random();
        String open = random();
        try (LogStore store = store("hidden", "k1")) {
            committed(store, commit(List.of(secret("db", hidden), Samples.put("shown", open))));

            assertThat(filesWith(directory, open))
                    .as("what is not encrypted is found this way")
                    .isNotEmpty();
            assertThat(filesWith(directory, hidden)).isEmpty();
            assertThat(value(store, "db")).isEqualTo(hidden);
        }
        try (LogStore again = store("hidden", "k1")) {
            assertThat(value(again, "db")).isEqualTo(hidden);
        }
    }

    private static String value(LogStore store, String name) {
        return store.snapshot()
                .get(secretKey(name))
                .orElseThrow()
                .tree()
                .at("/data/v")
                .asString();
    }

    @Test
    void doesNotStartWithoutTheKeyAndSaysWhich() {
        try (LogStore store = store("missing", "k1")) {
            committed(store, commit(List.of(secret("db", "1"))));
        }

        assertThatThrownBy(() -> store("missing", "k2"))
                .hasStackTraceContaining("/secrets/default/db")
                .hasStackTraceContaining("'k1', which test.keys does not hold (it holds k2)");
        assertThatThrownBy(() -> store("missing")).hasStackTraceContaining("(it holds none)");
    }

    @Test
    void letsAKeyGoOnceEverythingIsRewrittenUnderTheNext() {
        try (LogStore store = store("rotated", "k1")) {
            committed(store, commit(List.of(secret("db", "1"))));
            committed(store, commit(List.of(secret("db", "2"))));
        }
        try (LogStore store = store("rotated", "k2", "k1")) {
            assertThat(value(store, "db")).isEqualTo("2");
            committed(store, commit(List.of(secret("db", "2"))));
        }

        try (LogStore store = store("rotated", "k2")) {
            assertThat(value(store, "db")).isEqualTo("2");
        }
    }

    @Test
    void takesUpEncryptionOverALogThatHasNone() {
        String before = random();
        String after = random();
        try (LogStore store = store("late")) {
            committed(store, commit(List.of(secret("old", before))));
        }

        try (LogStore store = store("late", "k1")) {
            assertThat(value(store, "old")).isEqualTo(before);
            committed(store, commit(List.of(secret("new", after))));
            assertThat(filesWith(directory, before)).isNotEmpty();
            assertThat(filesWith(directory, after)).isEmpty();
        }
    }
}
