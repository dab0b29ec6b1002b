package dev.flotilla.hub;

import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.KafkaSource;
import dev.flotilla.hub.vault.HubCipher;
import dev.flotilla.replication.backup.BackupFile;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogConfig;
import dev.flotilla.replication.kafka.LogRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Restores a hub where none has been. */
public final class HubRestore {
    private HubRestore() {}

    /**
     * Blocks until the log is there; a broker of the hub's own has ended then.
     *
     * @param config of a node of the hub, whose keys must open what is encrypted in the backup
     * @throws IOException if the backup is not whole, a key is missing, or the directory or broker cannot be used
     * @throws dev.flotilla.replication.kafka.LogRefusedException if there is a log already, or the backup is another
     *     hub's
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be reached
     */
    public static LogRestore.Restored into(HubConfig config, Path backup) throws IOException {
        if (config.kafka() instanceof KafkaSource.Quorum quorum
                && quorum.brokers().size() > 1) {
            throw new IOException("the hub's nodes carry " + quorum.brokers().size() + " brokers, of which only this"
                    + " node's could be started; restore into a Kafka that runs already (kafka.bootstrapServers)");
        }
        RecordCipher cipher = HubCipher.existing(config);
        BackupFile file = new BackupFile(backup);
        file.verify(cipher);
        Files.createDirectories(config.data());
        Files.setPosixFilePermissions(config.data(), PosixFilePermissions.fromString("rwx------"));
        try (KafkaAccess kafka = KafkaAccess.open(config)) {
            LogConfig log = LogConfig.of(config.name(), config.node(), kafka.clients())
                    .withReplicationFactor((short) kafka.replicationFactor())
                    .withCipher(cipher);
            return LogRestore.restore(log, file);
        }
    }
}
