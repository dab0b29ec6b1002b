package dev.flotilla.replication.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes Kafka's clients with every option that matters said aloud. */
final class Clients {
    static final int TRANSACTION_TIMEOUT_MS = 5_000;
    private static final int PATIENT_TRANSACTION_MS = 15 * 60_000;
    private static final int PATIENT_SEND_MS = 60_000;
    private static final int REQUEST_TIMEOUT_MS = 2_000;
    private static final int API_TIMEOUT_MS = 5_000;
    private static final int BATCH_BYTES = 128 << 10;

    /**
     * Longer than any transaction, whose end sends what is there. A producer that waited less would often send the
     * first record alone and the others after it, and the broker would force both to its disk.
     */
    private static final int LINGER_MS = 1_000;

    private static final int REQUEST_BYTES_MAX = 4 << 20;
    private static final int POLL_RECORDS_MAX = 5_000;
    private static final int LAZY_FETCH_BYTES = 1 << 20;
    private static final int SCAN_FETCH_WAIT_MS = 5;
    private static final int LAZY_SEND_BYTES = 8 << 20;
    private static final int LAZY_FETCH_WAIT_MS = 1_000;
    private static final int FETCH_BYTES_MAX = 8 << 20;

    private final LogConfig config;
    private final LogCodec codec;

    Clients(LogConfig config) {
        this.config = config;
        this.codec = new LogCodec(config.cipher());
    }

    /** What turns writes into records and back, as this log has it. */
    LogCodec codec() {
        return codec;
    }

    Admin admin() {
        return Admin.create(common("admin"));
    }

    /** Nothing is lost by one request at a time: a group is one batch or a few, and the next waits for its commit. */
    Producer<String, byte[]> producer(String transactionalId) {
        return producer(transactional(transactionalId));
    }

    /** For a transaction that holds a whole log: it may take as long as a broker's own settings let it. */
    Producer<String, byte[]> patientProducer(String transactionalId) {
        Map<String, Object> properties = transactional(transactionalId);
        properties.put("transaction.timeout.ms", PATIENT_TRANSACTION_MS);
        properties.put("max.block.ms", PATIENT_SEND_MS);
        properties.put("delivery.timeout.ms", PATIENT_SEND_MS);
        return producer(properties);
    }

    /** For who writes along: it waits for room rather than take memory. */
    Producer<String, byte[]> lazyProducer(String transactionalId) {
        Map<String, Object> properties = transactional(transactionalId);
        properties.put("buffer.memory", LAZY_SEND_BYTES);
        return producer(properties);
    }

    private static Producer<String, byte[]> producer(Map<String, Object> properties) {
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> transactional(String transactionalId) {
        Map<String, Object> properties = common(transactionalId);
        properties.put("transactional.id", transactionalId);
        properties.put("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
        properties.put("max.block.ms", API_TIMEOUT_MS);
        properties.put("delivery.timeout.ms", API_TIMEOUT_MS);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("max.in.flight.requests.per.connection", 1);
        properties.put("linger.ms", LINGER_MS);
        properties.put("batch.size", BATCH_BYTES);
        properties.put("max.request.size", REQUEST_BYTES_MAX);
        properties.put("compression.type", "lz4");
        return properties;
    }

    Consumer<String, byte[]> consumer(String name) {
        return consumer(reading(name));
    }

    private Map<String, Object> reading(String name) {
        Map<String, Object> properties = common(name);
        properties.put("group.protocol", "classic");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "none");
        properties.put("isolation.level", "read_committed");
        properties.put("allow.auto.create.topics", false);
        properties.put("max.poll.records", POLL_RECORDS_MAX);
        properties.put("fetch.min.bytes", 1);
        properties.put("fetch.max.wait.ms", 500);
        properties.put("fetch.max.bytes", FETCH_BYTES_MAX);
        properties.put("max.partition.fetch.bytes", FETCH_BYTES_MAX);
        properties.put("check.crcs", true);
        return properties;
    }

    /** For who reads along and is in no hurry: a second's records at once, unless there are many. */
    Consumer<String, byte[]> lazyConsumer(String name) {
        Map<String, Object> properties = reading(name);
        properties.put("fetch.min.bytes", LAZY_FETCH_BYTES);
        properties.put("fetch.max.wait.ms", LAZY_FETCH_WAIT_MS);
        return consumer(properties);
    }

    /** For who jumps about in what is there: at an end it does not wait for more. */
    Consumer<String, byte[]> scanner(String name) {
        Map<String, Object> properties = reading(name);
        properties.put("fetch.max.wait.ms", SCAN_FETCH_WAIT_MS);
        return consumer(properties);
    }

    private static Consumer<String, byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> common(String client) {
        Map<String, Object> properties = new HashMap<>(config.clients());
        properties.put("client.id", config.hub() + "." + config.node() + "." + client);
        properties.put("request.timeout.ms", REQUEST_TIMEOUT_MS);
        properties.put("default.api.timeout.ms", API_TIMEOUT_MS);
        properties.put("reconnect.backoff.ms", 50);
        properties.put("reconnect.backoff.max.ms", 500);
        properties.put("retry.backoff.ms", 20);
        properties.put("retry.backoff.max.ms", 200);
        properties.put("enable.metrics.push", false);
        properties.put("metric.reporters", "");
        return properties;
    }
}
