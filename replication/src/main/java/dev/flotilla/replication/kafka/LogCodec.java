package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.CommitMark;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.LogRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The log's records as Kafka holds them. Key: an object's path, or {@code _log} or {@code _leader}; value: JSON, absent
 * for a deletion; the header {@code commit}: the commit's id (16 bytes), the record's index, their count (4 bytes
 * each).
 */
final class LogCodec {
    static final String HEAD_KEY = "_log";
    static final String LEADER_KEY = "_leader";
    private static final String COMMIT_HEADER = "commit";
    private static final int COMMIT_HEADER_BYTES = 24;

    private LogCodec() {}

    /** @throws IllegalArgumentException if the record is none that a hub of this version writes */
    static LogRecord decode(ConsumerRecord<String, byte[]> record) {
        try {
            return switch (record.key()) {
                case HEAD_KEY -> new LogRecord.Head(read(record.value(), LogHead.class));
                case LEADER_KEY -> new LogRecord.Led(read(record.value(), LeaderMark.class));
                default -> new LogRecord.Wrote(mark(record), write(ObjectKey.parse(record.key()), record.value()));
            };
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "record " + record.offset() + " of " + record.topic() + " (key '" + record.key()
                            + "') is not one that this version of the hub can read: " + e.getMessage(),
                    e);
        }
    }

    private static <T> T read(byte @Nullable [] json, Class<T> type) {
        if (json == null) {
            throw new IllegalArgumentException("it has no value");
        }
        return ObjectJson.mapper().readValue(json, type);
    }

    private static Write write(ObjectKey key, byte @Nullable [] json) {
        return json == null ? new Write.Delete(key) : new Write.Put(key, json);
    }

    private static CommitMark mark(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(COMMIT_HEADER);
        if (header == null || header.value() == null || header.value().length != COMMIT_HEADER_BYTES) {
            throw new IllegalArgumentException("it names no commit");
        }
        ByteBuffer bytes = ByteBuffer.wrap(header.value());
        return new CommitMark(new CommitId(bytes.getLong(), bytes.getLong()), bytes.getInt(), bytes.getInt());
    }

    static ProducerRecord<String, byte[]> encode(TopicPartition log, LogHead head) {
        return new ProducerRecord<>(
                log.topic(), log.partition(), HEAD_KEY, ObjectJson.mapper().writeValueAsBytes(head));
    }

    static ProducerRecord<String, byte[]> encode(TopicPartition log, LeaderMark mark) {
        return new ProducerRecord<>(
                log.topic(), log.partition(), LEADER_KEY, ObjectJson.mapper().writeValueAsBytes(mark));
    }

    static ProducerRecord<String, byte[]> encode(TopicPartition log, CommitMark mark, Write write) {
        byte[] json = write instanceof Write.Put put ? put.json() : null;
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(log.topic(), log.partition(), write.key().path(), json);
        byte[] header = ByteBuffer.allocate(COMMIT_HEADER_BYTES)
                .putLong(mark.id().high())
                .putLong(mark.id().low())
                .putInt(mark.index())
                .putInt(mark.count())
                .array();
        record.headers().add(COMMIT_HEADER, header);
        return record;
    }
}
