package dev.flotilla.hub;

import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.KafkaSource;
import dev.flotilla.hub.vault.HubCipher;
import dev.flotilla.replication.backup.BackupFile;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogConfig;
import dev.flotilla.replication.kafka.LogRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Restores a hub where none has been. */
public final class HubRestore {
    private HubRestore() {}

    /**
     * Blocks until the log is there; a broker of the hub's own has ended then.
     *
     * @param config of a node of the hub, whose keys must open what is encrypted in the backup
     * @param progress told what is waited for: where nodes carry several brokers, the others' must be there
     * @throws IOException if the backup is not whole, a key is missing, the directory or broker cannot be used, or the
     *     other brokers do not come
     * @throws dev.flotilla.replication.kafka.LogRefusedException if there is a log already, or the backup is another
     *     hub's
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be reached
     */
    public static LogRestore.Restored into(HubConfig config, Path backup, Consumer<String> progress)
            throws IOException {
        RecordCipher cipher = HubCipher.existing(config);
        BackupFile file = new BackupFile(backup);
        file.verify(cipher);
        DataDirectory.prepare(config.data());
        try (KafkaAccess kafka = KafkaAccess.open(config)) {
            if (config.kafka() instanceof KafkaSource.Quorum quorum) {
                BrokersPresent.await(kafka.clients(), quorum.brokers().size(), progress);
            }
            LogConfig log = LogConfig.of(config.name(), config.node(), kafka.clients())
                    .withReplicationFactor((short) kafka.replicationFactor())
                    .withCipher(cipher);
            return LogRestore.restore(log, file);
        }
    }
}
