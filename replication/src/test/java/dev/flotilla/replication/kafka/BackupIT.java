package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.commit;
import static dev.flotilla.replication.StolenDisk.filesWith;
import static dev.flotilla.replication.kafka.TestKeys.cipher;
import static dev.flotilla.replication.kafka.TestKeys.secret;
import static dev.flotilla.replication.kafka.TestKeys.secretKey;
import static dev.flotilla.replication.kafka.TestLog.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.replication.Samples;
import dev.flotilla.replication.backup.Backup;
import dev.flotilla.replication.backup.BackupFile;
import dev.flotilla.replication.backup.BackupRefusedException;
import dev.flotilla.replication.broker.EmbeddedBroker;
import dev.flotilla.replication.encryption.RecordCipher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupIT {
    private static final int OBJECTS = 60;

    @TempDir
    static Path directory;

    private static EmbeddedBroker first;
    private static EmbeddedBroker second;

    @BeforeAll
    static void start() throws IOException {
        first = EmbeddedBroker.inProcess(
                EmbeddedBroker.Options.in(directory.resolve("first")).withFsync(false));
        second = EmbeddedBroker.inProcess(
                EmbeddedBroker.Options.in(directory.resolve("second")).withFsync(false));
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    private static LogConfig at(EmbeddedBroker broker, String hub) {
        return TestLog.patient(LogConfig.of(hub, "hub-0", broker.bootstrapServers()))
                .withCipher(cipher("k1"));
    }

    private static BackupFile backup(LogStore store, RecordCipher cipher, String name) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            Backup.write(store.snapshot(), store.head(), cipher, Instant.EPOCH, out);
        }
        return new BackupFile(file);
    }

    private static TreeMap<String, String> contents(Snapshot snapshot) {
        TreeMap<String, String> contents = new TreeMap<>();
        snapshot.resources().stream()
                .flatMap(snapshot::list)
                .forEach(object ->
                        contents.put(object.key().path(), new String(object.storedJson(), StandardCharsets.UTF_8)));
        return contents;
    }

    @Test
    void bringsEveryObjectBackAndNoVersionEver() throws Exception {
        BackupFile file;
        TreeMap<String, String> before;
        long newest;
        String hubId;
        try (LogStore store = TestLog.start(at(first, "whole"))) {
            for (int i = 0; i < OBJECTS; i++) {
                committed(store, commit(List.of(Samples.put("c-" + i, "v" + i), secret("s-" + i, "hidden-" + i))));
            }
            file = backup(store, cipher("k1"), "whole.backup");
            before = contents(store.snapshot());
            newest = store.snapshot().resourceVersion();
            hubId = store.hubId();
        }

        BackupFile.Summary summary = file.verify(cipher("k2", "k1"));
        LogRestore.Restored restored = LogRestore.restore(at(second, "whole"), file);

        assertThat(summary.objects()).isEqualTo(2 * OBJECTS);
        assertThat(summary.encrypted()).isEqualTo(OBJECTS);
        assertThat(filesWith(file.path(), "\"v1\"")).hasSize(1);
        assertThat(filesWith(file.path(), "hidden-")).isEmpty();
        assertThat(restored.objects()).isEqualTo(2 * OBJECTS);
        assertThat(restored.base()).isGreaterThanOrEqualTo(newest);
        try (LogStore store = TestLog.start(at(second, "whole"))) {
            assertThat(contents(store.snapshot())).isEqualTo(before);
            assertThat(store.hubId()).isEqualTo(hubId);
            assertThat(store.snapshot().list(TestKeys.SECRETS).mapToLong(StoredObject::resourceVersion))
                    .allMatch(version -> version > newest);
            assertThatThrownBy(
                            () -> store.subscribe(newest, Set.of(), new Deaf()).close())
                    .isInstanceOf(ExpiredException.class);
            assertThat(committed(store, commit(List.of(secret("s-1", "next")))).last())
                    .isGreaterThan(newest);
        }
    }

    private static final class Deaf implements ChangeListener {
        @Override
        public void onChanges(Snapshot snapshot, List<Change> changes) {}

        @Override
        public void onLost() {}
    }

    @Test
    void writesNothingFromAFileThatIsNotWhole() throws IOException {
        BackupFile file;
        try (LogStore store = TestLog.start(at(first, "cut"))) {
            for (int i = 0; i < 10; i++) {
                committed(store, commit(List.of(secret("s-" + i, "1"))));
            }
            file = backup(store, cipher("k1"), "cut.backup");
        }
        byte[] bytes = Files.readAllBytes(file.path());
        Files.write(file.path(), java.util.Arrays.copyOf(bytes, bytes.length - 10));

        assertThatThrownBy(() -> file.verify(cipher("k1")))
                .isInstanceOf(BackupRefusedException.class)
                .hasMessageContaining("not complete");
        assertThatThrownBy(() -> LogRestore.restore(at(second, "cut"), file))
                .isInstanceOf(BackupRefusedException.class);

        try (LogStore store = TestLog.start(at(second, "cut"))) {
            assertThat(store.snapshot().resources()).isEmpty();
        }
    }

    @Test
    void refusesKeysThatDoNotOpenItAndALogThatIsThere() throws IOException {
        BackupFile file;
        try (LogStore store = TestLog.start(at(first, "taken"))) {
            committed(store, commit(List.of(secret("db", "1"))));
            file = backup(store, cipher("k1"), "taken.backup");
        }

        assertThatThrownBy(() -> file.verify(cipher("k2")))
                .hasMessageContaining(secretKey("db").path())
                .hasMessageContaining("'k1', which test.keys does not hold");
        assertThatThrownBy(() -> LogRestore.restore(at(first, "taken"), file))
                .isInstanceOf(LogRefusedException.class)
                .hasMessageContaining("holds a hub's log already");
        assertThatThrownBy(() -> LogRestore.restore(at(second, "other"), file))
                .hasMessageContaining("is of the hub 'taken', not of 'other'");
    }
}
