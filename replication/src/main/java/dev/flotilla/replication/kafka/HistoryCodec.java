package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.LogRecord;
import dev.flotilla.replication.encryption.Opened;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.encryption.Sealed;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.Redaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The history's records: an object's path and its redacted JSON at the time of the change, absent for a deletion.
 * Headers: {@code version}, the resourceVersion (8 bytes); {@code x-by} and {@code sealed} as in the log; {@code note},
 * why an object's state is not there. What a record says is a function of the log's record alone, so one that is
 * written twice is the same twice.
 */
final class HistoryCodec {
    private static final String VERSION_HEADER = "version";
    private static final String NOTE_HEADER = "note";

    private final RecordCipher cipher;
    private final LogCodec log;
    private final LogHead head;

    HistoryCodec(LogCodec log, RecordCipher cipher, LogHead head) {
        this.log = log;
        this.cipher = cipher;
        this.head = head;
    }

    /** What a record of the log comes to; empty if it concerns no object. */
    Optional<HistoryEntry> entry(ConsumerRecord<String, byte[]> record) {
        return switch (log.decode(record)) {
            case LogRecord.Head _, LogRecord.Led _ -> Optional.empty();
            case LogRecord.Wrote(var _, Write.Delete(var key)) -> Optional.of(entry(record, key, null, ""));
            case LogRecord.Wrote(var _, Write.Put(var key, byte[] json)) ->
                Optional.of(entry(record, key, Redaction.redacted(key.resource(), json), ""));
            case LogRecord.Unopened(var _, var key, var reason) -> Optional.of(entry(record, key, null, reason));
        };
    }

    private HistoryEntry entry(
            ConsumerRecord<String, byte[]> record, ObjectKey key, byte @Nullable [] json, String note) {
        return new HistoryEntry(
                key,
                head.version(record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                LogCodec.attribution(record),
                json,
                note);
    }

    ProducerRecord<String, byte[]> encode(TopicPartition history, HistoryEntry entry) {
        byte[] json = entry.json();
        Optional<Sealed> sealed = json != null && cipher.covers(entry.key().resource())
                ? Optional.of(cipher.seal(entry.key(), json))
                : Optional.empty();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                history.topic(),
                history.partition(),
                entry.time().toEpochMilli(),
                entry.key().path(),
                sealed.map(Sealed::value).orElse(json));
        record.headers()
                .add(
                        VERSION_HEADER,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(entry.resourceVersion())
                                .array());
        sealed.ifPresent(value -> record.headers().add(LogCodec.SEALED_HEADER, value.envelope()));
        if (!entry.note().isEmpty()) {
            record.headers().add(NOTE_HEADER, entry.note().getBytes(StandardCharsets.UTF_8));
        }
        entry.by().ifPresent(by -> LogCodec.mark(record, by));
        return record;
    }

    HistoryEntry decode(ConsumerRecord<String, byte[]> record) {
        ObjectKey key = ObjectKey.parse(record.key());
        Header envelope = record.headers().lastHeader(LogCodec.SEALED_HEADER);
        byte[] json = record.value();
        Header noted = record.headers().lastHeader(NOTE_HEADER);
        String note = noted == null ? "" : new String(noted.value(), StandardCharsets.UTF_8);
        if (envelope != null && json != null) {
            switch (cipher.open(key, new Sealed(envelope.value(), json))) {
                case Opened.Value(byte[] plain) -> json = plain;
                case Opened.Not(var reason) -> {
                    json = null;
                    note = reason;
                }
            }
        }
        return new HistoryEntry(
                key,
                version(record),
                Instant.ofEpochMilli(record.timestamp()),
                LogCodec.attribution(record),
                json,
                note);
    }

    static long version(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(VERSION_HEADER);
        if (header == null || header.value().length != Long.BYTES) {
            throw new IllegalArgumentException(
                    "record " + record.offset() + " of " + record.topic() + " is none of a history");
        }
        return ByteBuffer.wrap(header.value()).getLong();
    }
}
