package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.CommitMark;
import dev.flotilla.replication.LogRecord;
import dev.flotilla.replication.encryption.RecordCipher;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogCodecTest {
    private static final TopicPartition LOG = new TopicPartition("hub.state", 0);
    private static final CommitMark MARK = new CommitMark(new CommitId(1, 2), 0, 1);
    private static final Attribution BY = new Attribution(Commit.Origin.CLIENT, "create", "ann");

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(sent.topic(), 0, 7, sent.key(), sent.value());
        sent.headers().forEach(header -> record.headers().add(header));
        return record;
    }

    @Test
    void readsSealedRecordsBesidePlainOnes() {
        LogCodec codec = new LogCodec(TestKeys.cipher("k"));
        Write secret = TestKeys.secret("db", "hunter2");
        Write plain = put("a", "1");

        ProducerRecord<String, byte[]> sealed = codec.encode(LOG, MARK, secret, BY);

        assertThat(new String(sealed.value(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        assertThat(json(codec.decode(received(sealed)))).contains("hunter2");
        assertThat(json(codec.decode(received(codec.encode(LOG, MARK, plain, BY)))))
                .contains("\"v\":\"1\"");
        assertThat(LogCodec.attribution(received(sealed))).contains(BY);
    }

    @Test
    void readsWhatWasWrittenBeforeAnythingWasSealed() {
        ProducerRecord<String, byte[]> old =
                new LogCodec(RecordCipher.NONE).encode(LOG, MARK, TestKeys.secret("db", "hunter2"), BY);

        assertThat(json(new LogCodec(TestKeys.cipher("k")).decode(received(old))))
                .contains("hunter2");
    }

    private static String json(LogRecord record) {
        Write.Put put = (Write.Put) ((LogRecord.Wrote) record).write();
        return new String(put.json(), StandardCharsets.UTF_8);
    }

    @Test
    void doesNotFailOverAValueItCannotOpen() {
        ProducerRecord<String, byte[]> sealed =
                new LogCodec(TestKeys.cipher("old")).encode(LOG, MARK, TestKeys.secret("db", "x"), BY);

        LogRecord record = new LogCodec(RecordCipher.NONE).decode(received(sealed));

        assertThat(record).isInstanceOfSatisfying(LogRecord.Unopened.class, unopened -> {
            assertThat(unopened.key()).isEqualTo(ObjectKey.of("", "secrets", "default", "db"));
            assertThat(unopened.reason()).contains("'old'");
        });
    }

    @Test
    void refusesAHeaderItDoesNotKnowUnlessItMayBeIgnored() {
        LogCodec codec = new LogCodec(RecordCipher.NONE);
        ConsumerRecord<String, byte[]> ignorable = received(codec.encode(LOG, MARK, put("a", "1"), BY));
        ignorable.headers().add("x-later", new byte[0]);
        ConsumerRecord<String, byte[]> newer = received(codec.encode(LOG, MARK, put("a", "1"), BY));
        newer.headers().add("delta", new byte[0]);

        assertThat(codec.decode(ignorable)).isInstanceOf(LogRecord.Wrote.class);
        assertThatThrownBy(() -> codec.decode(newer))
                .hasMessageContaining("record 7 of hub.state")
                .hasMessageContaining(key("a").path())
                .hasMessageContaining("'delta', which a newer version has written");
    }
}
