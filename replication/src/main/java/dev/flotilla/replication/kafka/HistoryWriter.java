package dev.flotilla.replication.kafka;

import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.history.HistoryEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the log says into the history, on a thread of its own, while this node leads. It begins behind the change
 * that the history ends with, whoever wrote it, and a transactional id of its own keeps others from writing between: so
 * nothing is lost and nothing is there twice, unless the history cannot be written for longer than the log keeps every
 * change ({@link LogTopic#COMPACTION_LAG}); what lies between may be missing then. No commit waits for it.
 */
final class HistoryWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A transaction costs the broker the same whatever it holds, and nobody waits for this one. */
    private static final Duration GATHERING = Duration.ofMillis(250);

    private static final int FULL_RECORDS = 500;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final LogConfig config;
    private final TopicPartition log;
    private final HistoryTopic topic;
    private final LogHead head;
    private final Clients clients;
    private final HistoryCodec codec;
    private final BooleanSupplier leading;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long behind;

    HistoryWriter(
            LogConfig config,
            TopicPartition log,
            HistoryTopic topic,
            LogHead head,
            Clients clients,
            HistoryCodec codec,
            BooleanSupplier leading) {
        this.config = config;
        this.log = log;
        this.topic = topic;
        this.head = head;
        this.clients = clients;
        this.codec = codec;
        this.leading = leading;
        this.thread = Thread.ofPlatform().daemon().name("flotilla-history").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How many of the log's records the history lacks, as far as is known. */
    long behind() {
        return behind;
    }

    private void run() {
        try {
            while (!closed(leading.getAsBoolean() ? Duration.ZERO : PAUSE)) {
                if (leading.getAsBoolean()) {
                    writeSafely();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean closed(Duration wait) throws InterruptedException {
        return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void writeSafely() throws InterruptedException {
        try {
            write();
        } catch (RuntimeException e) {
            if (!closed(PAUSE)) {
                LOG.atWarn().addKeyValue("reason", e.toString()).log("the history cannot be written; trying again");
            }
        }
    }

    private void write() throws InterruptedException {
        topic.open();
        try (Producer<String, byte[]> producer = clients.lazyProducer(config.hub() + "-history");
                Consumer<String, byte[]> consumer = clients.lazyConsumer("history")) {
            producer.initTransactions();
            consumer.assign(List.of(log));
            consumer.seekToBeginning(List.of(log));
            long from = written();
            if (consumer.position(log) < from) {
                consumer.seek(log, from);
            }
            boolean full = true;
            while (leading.getAsBoolean() && !closed(full ? Duration.ZERO : GATHERING)) {
                full = append(producer, consumer);
            }
        }
    }

    /** @return whether there may be much more */
    private boolean append(Producer<String, byte[]> producer, Consumer<String, byte[]> consumer) {
        List<HistoryEntry> entries = new ArrayList<>();
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<String, byte[]> record : records) {
            codec.entry(record).ifPresent(entries::add);
        }
        if (!entries.isEmpty()) {
            producer.beginTransaction();
            entries.forEach(entry -> {
                var _ = producer.send(codec.encode(topic.partition(), entry));
            });
            producer.commitTransaction();
        }
        behind = consumer.currentLag(log).orElse(0);
        return records.count() >= FULL_RECORDS;
    }

    /** The log's offset behind the newest change that the history has. */
    private long written() {
        try (Consumer<String, byte[]> consumer = clients.scanner("history-end")) {
            PartitionScan history = new PartitionScan(consumer, topic.partition());
            return HistorySearch.written(history, history.end(), head);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
