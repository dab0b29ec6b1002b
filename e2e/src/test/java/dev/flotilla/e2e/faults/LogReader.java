package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the hub's log from Kafka itself, past the hub. */
final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
    private static final int COMMIT_INDEX = 16;
    private static final int COMMIT_COUNT = 20;
    private static final String VALUE = "/data/value";

    private final Map<String, String> clients;
    private final KafkaConsumer<String, byte[]> consumer;

    /** Asks how far the log goes, and reads nothing. */
    private final KafkaConsumer<String, byte[]> asking;

    private final TopicPartition log = new TopicPartition(FaultyHub.NAME + ".state", 0);
    private final Truth truth = new Truth();
    private final Thread thread;
    private volatile boolean closing;
    private volatile long position;
    private volatile Sign sign = new Sign(LeaderMark.vacant(0), Instant.EPOCH);
    private @Nullable LogHead head;

    /**
     * A leader's sign of life.
     *
     * @param at when the broker had it
     */
    record Sign(LeaderMark mark, Instant at) {}

    /** A log whose first record, which says what it is and whose, was never committed. */
    static final class Headless extends IllegalStateException {
        Headless() {
            super("the log does not begin with what it is");
        }
    }

    LogReader(FaultyHub hub) {
        clients = hub.kafkaClients();
        consumer = consumer();
        asking = consumer();
        consumer.assign(List.of(log));
        consumer.seekToBeginning(List.of(log));
        thread = Thread.ofPlatform().daemon().name("log-reader").start(this::read);
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(clients);
        properties.putAll(Map.of(
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "reconnect.backoff.max.ms", "500"));
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The newest sign of life; vacant before the first, and when a leader has given up. */
    Sign sign() {
        return sign;
    }

    /** Who gave the newest sign of life. */
    LeaderMark leader() {
        return sign.mark();
    }

    private void read() {
        while (!closing) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                synchronized (truth) {
                    add(record);
                }
            }
            position = consumer.position(log);
        }
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (record.key().equals("_log")) {
            head = ObjectJson.mapper().readValue(record.value(), LogHead.class);
        } else if (record.key().equals("_leader")) {
            LeaderMark mark = ObjectJson.mapper().readValue(record.value(), LeaderMark.class);
            truth.add(new Truth.Sign(version(record), mark.term(), mark.node()));
            sign = new Sign(mark, Instant.ofEpochMilli(record.timestamp()));
        } else {
            ObjectKey key = ObjectKey.parse(record.key());
            if (key.resource().equals(BindingKinds.RESOURCE_BINDING)
                    && key.namespace().equals(Bounded.NAMESPACE)) {
                truth.bound(key.name(), version(record), cores(record.value()), complete(record));
            }
            if (key.resource().equals(BindingKinds.RESOURCE_BINDING)
                    && key.namespace().equals(Evicted.NAMESPACE)
                    && record.value() != null) {
                evictions(record.value()).forEach(task -> truth.evicted(evicted(key.name(), task)));
            }
            if (key.resource().resource().equals("configmaps") && key.name().startsWith(Workload.PREFIX)) {
                truth.add(key.name(), version(record), value(record.value()));
            }
        }
    }

    private static Stream<JsonNode> evictions(byte[] json) {
        return ObjectJson.mapper()
                .readTree(json)
                .at("/spec/gracefulEvictionTasks")
                .valueStream();
    }

    private static Truth.Eviction evicted(String binding, JsonNode task) {
        return new Truth.Eviction(
                binding,
                task.path("fromCluster").asString(),
                Instant.parse(task.path("creationTimestamp").asString()));
    }

    /** How many cores a binding's replicas request in all of its clusters. */
    private static long cores(byte @Nullable [] json) {
        if (json == null) {
            return 0;
        }
        JsonNode spec = ObjectJson.mapper().readTree(json).path("spec");
        long replicas = spec.path("clusters")
                .valueStream()
                .mapToLong(cluster -> cluster.path("replicas").asLong(0))
                .sum();
        return replicas * spec.at("/replicaRequirements/resourceRequest/cpu").asLong(0);
    }

    /** Whether it is the last of its commit, whose records become visible together. */
    private static boolean complete(ConsumerRecord<String, byte[]> record) {
        ByteBuffer mark = ByteBuffer.wrap(record.headers().lastHeader("commit").value());
        return mark.getInt(COMMIT_INDEX) + 1 == mark.getInt(COMMIT_COUNT);
    }

    private long version(ConsumerRecord<String, byte[]> record) {
        if (head == null) {
            throw new Headless();
        }
        return head.version(record.offset());
    }

    private static Optional<String> value(byte @Nullable [] json) {
        return json == null
                ? Optional.empty()
                : Optional.of(ObjectJson.mapper().readTree(json).at(VALUE).asString());
    }

    /** Waits until signs of life that come after this call have been read, so that all before them was. */
    Truth settled() {
        long end = end();
        await("what is in the log by now").atMost(SETTLE_MAX).until(() -> position >= end);
        int signs = signs();
        await("the leader's next signs of life").atMost(SETTLE_MAX).until(() -> signs() >= signs + 2);
        synchronized (truth) {
            return truth.copy();
        }
    }

    /** Behind everything committed: the thread that reads may be far from it, and signs of life lie between. */
    private long end() {
        return Objects.requireNonNull(asking.endOffsets(List.of(log)).get(log));
    }

    private int signs() {
        synchronized (truth) {
            return truth.signs().size();
        }
    }

    /** How many evictions there were by now. */
    int evictions() {
        synchronized (truth) {
            return truth.evictions().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        asking.close();
    }
}
