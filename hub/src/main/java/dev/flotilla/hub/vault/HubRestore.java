package dev.flotilla.hub.vault;

import dev.flotilla.replication.backup.BackupFile;
import dev.flotilla.replication.broker.EmbeddedBroker;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogConfig;
import dev.flotilla.replication.kafka.LogRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Restores a hub with a broker of its own, where none has been. */
public final class HubRestore {
    private HubRestore() {}

    /**
     * Blocks until the log is there; the broker has ended then.
     *
     * @param data the hub's directory; its key file must be in it if the backup holds anything encrypted
     * @throws IOException if the backup is not whole, a key is missing, or the directory or broker cannot be used
     * @throws RuntimeException if the directory holds a log already, or the broker refuses
     */
    public static LogRestore.Restored into(Path data, Path backup) throws IOException {
        BackupFile file = new BackupFile(backup);
        BackupFile.Summary summary = file.verify(cipher(data));
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        try (EmbeddedBroker broker = EmbeddedBroker.child(EmbeddedBroker.Options.in(data.resolve("broker")))) {
            LogConfig config = LogConfig.of(summary.head().hub(), "restore", broker.bootstrapServers())
                    .withCipher(cipher(data));
            return LogRestore.restore(config, file);
        }
    }

    private static RecordCipher cipher(Path data) throws IOException {
        return Files.exists(HubCipher.keyFile(data)) ? HubCipher.existing(data) : RecordCipher.NONE;
    }
}
