package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.CommitMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.backup.BackupFile;
import dev.flotilla.replication.backup.BackupObject;
import dev.flotilla.replication.backup.BackupReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Makes a log out of a backup: all of it in one transaction, so that there is a whole log or none. */
public final class LogRestore {
    private static final Attribution BY = new Attribution(Commit.Origin.CONTROLLER, "create", "restore");

    private final LogConfig config;
    private final Clients clients;

    private LogRestore(LogConfig config) {
        this.config = config;
        this.clients = new Clients(config);
    }

    /** @param base of the new log's versions; those of the backup lie below */
    public record Restored(long objects, long base) {}

    /**
     * Blocks until the log is there.
     *
     * @throws LogRefusedException if there is a log already, or the backup is another hub's; nothing was written
     * @throws dev.flotilla.replication.backup.BackupRefusedException if the file is not whole; nothing was written
     * @throws KafkaException if Kafka cannot be reached; nothing was written
     */
    public static Restored restore(LogConfig config, BackupFile file) throws IOException {
        return new LogRestore(config).restore(file);
    }

    private Restored restore(BackupFile file) throws IOException {
        try (InputStream in = file.open();
                Admin admin = clients.admin()) {
            BackupReader reader = new BackupReader(in);
            if (!reader.head().hub().equals(config.hub())) {
                throw new LogRefusedException(
                        "the backup is of the hub '" + reader.head().hub() + "', not of '" + config.hub()
                                + "': its objects in members would not be found again; give the hub that name");
            }
            LogTopic topic = new LogTopic(config, clients, admin);
            LogHead head = LogHead.restored(
                    config.hub(),
                    reader.head().lineage(),
                    topic.openEmpty(),
                    reader.head().resourceVersion(),
                    Instant.now());
            return new Restored(write(topic, head, reader), head.base());
        }
    }

    /** The id is the one under which logs are created: whoever else is at it is fenced. */
    private long write(LogTopic topic, LogHead head, BackupReader reader) throws IOException {
        TopicPartition log = topic.partition();
        try (Producer<String, byte[]> producer = clients.patientProducer(config.hub() + "-create")) {
            producer.initTransactions();
            topic.requireEmpty();
            producer.beginTransaction();
            try {
                var _ = producer.send(LogCodec.encode(log, head));
                long objects = reader.readAll(object -> {
                    var _ = producer.send(record(log, object));
                });
                producer.commitTransaction();
                return objects;
            } catch (IOException | RuntimeException failed) {
                abort(producer);
                throw failed;
            }
        }
    }

    private ProducerRecord<String, byte[]> record(TopicPartition log, BackupObject object) {
        UUID id = UUID.randomUUID();
        CommitMark mark = new CommitMark(new CommitId(id.getMostSignificantBits(), id.getLeastSignificantBits()), 0, 1);
        return switch (object.content()) {
            case BackupObject.Plain(byte[] json) ->
                clients.codec().encode(log, mark, new Write.Put(object.key(), json), BY);
            case BackupObject.Encrypted(var sealed) -> LogCodec.encode(log, mark, object.key(), sealed, BY);
        };
    }

    private static void abort(Producer<String, byte[]> producer) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException unfinished) {
            // The broker aborts it by itself, or the next who creates the log does.
        }
    }
}
