package dev.flotilla.replication.kafka;

import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Answers questions about the history, a few at a time. Blocks; may be called from several threads. */
final class HistoryReader {
    private static final int READERS_MAX = 4;

    private final TopicPartition log;
    private final HistoryTopic topic;
    private final LogHead head;
    private final Clients clients;
    private final HistoryCodec codec;
    private final Semaphore readers = new Semaphore(READERS_MAX, true);
    private final AtomicInteger asked = new AtomicInteger();

    HistoryReader(TopicPartition log, HistoryTopic topic, LogHead head, Clients clients, HistoryCodec codec) {
        this.log = log;
        this.topic = topic;
        this.head = head;
        this.clients = clients;
        this.codec = codec;
    }

    /** @throws KafkaException if Kafka cannot be asked in time */
    HistoryPage ask(HistoryQuestion question) {
        return reading((history, state) -> new HistorySearch(history, state, head, codec, question).answer());
    }

    /** @throws KafkaException if Kafka cannot be asked in time */
    PastState ask(PastQuestion question) {
        return reading((history, state) -> new PastSearch(history, state, head, codec, question).answer());
    }

    private <T> T reading(BiFunction<PartitionScan, PartitionScan, T> search) {
        readers.acquireUninterruptibly();
        try {
            topic.open();
            try (Consumer<String, byte[]> consumer =
                    clients.scanner("history-reader-" + asked.getAndIncrement() % READERS_MAX)) {
                PartitionScan history = new PartitionScan(consumer, topic.partition());
                PartitionScan state = new PartitionScan(consumer, log);
                return search.apply(history, state);
            }
        } finally {
            readers.release();
        }
    }
}
