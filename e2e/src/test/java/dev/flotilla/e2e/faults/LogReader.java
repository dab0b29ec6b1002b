package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final KafkaConsumer<String, byte[]> consumer;
    private final TopicPartition log = new TopicPartition(FaultyHub.NAME + ".state", 0);
    private final Truth truth = new Truth();
    private final Thread thread;
    private volatile boolean closing;
    private volatile LeaderMark leader = LeaderMark.vacant(0);
    private @Nullable LogHead head;

    LogReader(FaultyHub hub) {
        Map<String, Object> properties = new HashMap<>(hub.kafkaClients());
        properties.putAll(Map.of(
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "reconnect.backoff.max.ms", "500"));
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(log));
        consumer.seekToBeginning(List.of(log));
        thread = Thread.ofPlatform().daemon().name("log-reader").start(this::read);
    }

    /** The newest sign of life; vacant before the first, and when a leader has given up. */
    LeaderMark leader() {
        return leader;
    }

    private void read() {
        while (!closing) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                synchronized (truth) {
                    add(record);
                }
            }
        }
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (record.key().equals("_log")) {
            head = ObjectJson.mapper().readValue(record.value(), LogHead.class);
        } else if (record.key().equals("_leader")) {
            LeaderMark mark = ObjectJson.mapper().readValue(record.value(), LeaderMark.class);
            truth.add(new Truth.Sign(version(record), mark.term(), mark.node()));
            leader = mark;
        } else {
            ObjectKey key = ObjectKey.parse(record.key());
            if (key.resource().equals(BindingKinds.RESOURCE_BINDING)
                    && key.namespace().equals(Bounded.NAMESPACE)) {
                truth.bound(key.name(), version(record), cores(record.value()), complete(record));
            }
            if (key.resource().resource().equals("configmaps") && key.name().startsWith(Workload.PREFIX)) {
                truth.add(key.name(), version(record), value(record.value()));
            }
        }
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
            throw new IllegalStateException("the log does not begin with what it is");
        }
        return head.version(record.offset());
    }

    private static Optional<String> value(byte @Nullable [] json) {
        return json == null
                ? Optional.empty()
                : Optional.of(ObjectJson.mapper().readTree(json).at(VALUE).asString());
    }

    /** Waits until a sign of life that comes after this call has been read, so that all before it was. */
    Truth settled() {
        int signs = signs();
        await("the leader's next signs of life").atMost(SETTLE_MAX).until(() -> signs() >= signs + 2);
        synchronized (truth) {
            return truth.copy();
        }
    }

    private int signs() {
        synchronized (truth) {
            return truth.signs().size();
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
    }
}
