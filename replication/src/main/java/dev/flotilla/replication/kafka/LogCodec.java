package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.CommitMark;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.LogRecord;
import dev.flotilla.replication.encryption.Opened;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.encryption.Sealed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The log's records as Kafka holds them. Key: an object's path, or {@code _log} or {@code _leader}; value: JSON, absent
 * for a deletion. Headers: {@code commit}, the commit's id (16 bytes), the record's index, their count (4 bytes each);
 * {@code sealed}, the envelope of a value that is encrypted; {@code x-by}, who wrote it. A reader may ignore a header
 * that begins with {@code x-}, and must refuse a record that bears any other it does not know.
 */
final class LogCodec {
    static final String HEAD_KEY = "_log";
    static final String LEADER_KEY = "_leader";
    static final String SEALED_HEADER = "sealed";
    static final String BY_HEADER = "x-by";
    private static final String COMMIT_HEADER = "commit";
    private static final String IGNORABLE = "x-";
    private static final int COMMIT_HEADER_BYTES = 24;

    private final RecordCipher cipher;

    LogCodec(RecordCipher cipher) {
        this.cipher = cipher;
    }

    /** @throws IllegalArgumentException if the record is none that a hub of this version writes */
    LogRecord decode(ConsumerRecord<String, byte[]> record) {
        try {
            return switch (record.key()) {
                case HEAD_KEY -> new LogRecord.Head(read(record.value(), LogHead.class));
                case LEADER_KEY -> new LogRecord.Led(read(record.value(), LeaderMark.class));
                default -> part(record, ObjectKey.parse(record.key()));
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

    private LogRecord part(ConsumerRecord<String, byte[]> record, ObjectKey key) {
        requireKnownHeaders(record);
        CommitMark mark = mark(record);
        byte[] value = record.value();
        Header envelope = record.headers().lastHeader(SEALED_HEADER);
        if (value == null) {
            return new LogRecord.Wrote(mark, new Write.Delete(key));
        }
        if (envelope == null) {
            return new LogRecord.Wrote(mark, new Write.Put(key, value));
        }
        return switch (cipher.open(key, new Sealed(envelope.value(), value))) {
            case Opened.Value(byte[] json) -> new LogRecord.Wrote(mark, new Write.Put(key, json));
            case Opened.Not(var reason) -> new LogRecord.Unopened(mark, key, reason);
        };
    }

    private static void requireKnownHeaders(ConsumerRecord<String, byte[]> record) {
        for (Header header : record.headers()) {
            String name = header.key();
            if (!name.equals(COMMIT_HEADER) && !name.equals(SEALED_HEADER) && !name.startsWith(IGNORABLE)) {
                throw new IllegalArgumentException("it has the header '" + name
                        + "', which a newer version has written; run that version, or a later one");
            }
        }
    }

    private static CommitMark mark(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(COMMIT_HEADER);
        if (header == null || header.value() == null || header.value().length != COMMIT_HEADER_BYTES) {
            throw new IllegalArgumentException("it names no commit");
        }
        ByteBuffer bytes = ByteBuffer.wrap(header.value());
        return new CommitMark(new CommitId(bytes.getLong(), bytes.getLong()), bytes.getInt(), bytes.getInt());
    }

    /** Who wrote the record; empty if it does not say. */
    static Optional<Attribution> attribution(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(BY_HEADER))
                .flatMap(header -> Attribution.parse(new String(header.value(), StandardCharsets.UTF_8)));
    }

    static ProducerRecord<String, byte[]> encode(TopicPartition log, LogHead head) {
        return new ProducerRecord<>(
                log.topic(), log.partition(), HEAD_KEY, ObjectJson.mapper().writeValueAsBytes(head));
    }

    static ProducerRecord<String, byte[]> encode(TopicPartition log, LeaderMark mark) {
        return new ProducerRecord<>(
                log.topic(), log.partition(), LEADER_KEY, ObjectJson.mapper().writeValueAsBytes(mark));
    }

    ProducerRecord<String, byte[]> encode(TopicPartition log, CommitMark mark, Write write, Attribution by) {
        ProducerRecord<String, byte[]> record = switch (write) {
            case Write.Delete(var key) -> record(log, key, null);
            case Write.Put(var key, byte[] json)
            when cipher.covers(key.resource()) -> sealed(log, key, cipher.seal(key, json));
            case Write.Put(var key, byte[] json) -> record(log, key, json);
        };
        return marked(record, mark, by);
    }

    /** A value that was sealed elsewhere goes in as it is. */
    static ProducerRecord<String, byte[]> encode(
            TopicPartition log, CommitMark mark, ObjectKey key, Sealed value, Attribution by) {
        return marked(sealed(log, key, value), mark, by);
    }

    private static ProducerRecord<String, byte[]> marked(
            ProducerRecord<String, byte[]> record, CommitMark mark, Attribution by) {
        byte[] header = ByteBuffer.allocate(COMMIT_HEADER_BYTES)
                .putLong(mark.id().high())
                .putLong(mark.id().low())
                .putInt(mark.index())
                .putInt(mark.count())
                .array();
        record.headers().add(COMMIT_HEADER, header);
        mark(record, by);
        return record;
    }

    static void mark(ProducerRecord<String, byte[]> record, Attribution by) {
        record.headers().add(BY_HEADER, by.text().getBytes(StandardCharsets.UTF_8));
    }

    private static ProducerRecord<String, byte[]> sealed(TopicPartition log, ObjectKey key, Sealed sealed) {
        ProducerRecord<String, byte[]> record = record(log, key, sealed.value());
        record.headers().add(SEALED_HEADER, sealed.envelope());
        return record;
    }

    private static ProducerRecord<String, byte[]> record(TopicPartition log, ObjectKey key, byte @Nullable [] value) {
        return new ProducerRecord<>(log.topic(), log.partition(), key.path(), value);
    }
}
