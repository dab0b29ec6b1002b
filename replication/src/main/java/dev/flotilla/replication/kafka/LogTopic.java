package dev.flotilla.replication.kafka;

import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the hub's state topic, or checks that the one there is the one to use. Its settings are part of the format.
 */
final class LogTopic {
    private static final Logger LOG = LoggerFactory.getLogger(LogTopic.class);
    static final Duration COMPACTION_LAG = Duration.ofMinutes(15);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CREATION_TIMEOUT = Duration.ofSeconds(10);
    private static final int HEAD_ATTEMPTS_MAX = 5;
    private static final short REPLICAS_MAX = 3;

    private final LogConfig config;
    private final Clients clients;
    private final Admin admin;
    private final String name;

    LogTopic(LogConfig config, Clients clients, Admin admin) {
        this.config = config;
        this.clients = clients;
        this.admin = admin;
        this.name = config.hub() + ".state";
    }

    TopicPartition partition() {
        return new TopicPartition(name, 0);
    }

    static Map<String, String> settings(short replicationFactor) {
        return new TreeMap<>(Map.of(
                "cleanup.policy",
                "compact",
                "max.message.bytes",
                Integer.toString(4 << 20),
                "min.compaction.lag.ms",
                Long.toString(COMPACTION_LAG.toMillis()),
                "delete.retention.ms",
                Long.toString(Duration.ofHours(24).toMillis()),
                "segment.bytes",
                Integer.toString(64 << 20),
                "message.timestamp.type",
                "LogAppendTime",
                "compression.type",
                "producer",
                "unclean.leader.election.enable",
                "false",
                "min.insync.replicas",
                replicationFactor >= 3 ? "2" : "1"));
    }

    /**
     * Blocks until the topic is there and has its first record.
     *
     * @throws LogRefusedException if it is not to be used; the message says what differs
     * @throws KafkaException if Kafka cannot be reached
     */
    LogHead open() {
        TopicDescription topic = created();
        String topicId = topic.topicId().toString();
        checkSettings(replicas(topic));
        for (int attempt = 0; attempt < HEAD_ATTEMPTS_MAX; attempt++) {
            Optional<LogHead> head = readHead();
            if (head.isPresent()) {
                return checked(head.get(), topicId);
            }
            writeHead(LogHead.create(config.hub(), topicId, Instant.now()));
        }
        throw new KafkaException("the first record of " + name + " could not be written; other nodes keep interfering");
    }

    /**
     * The same for a topic that is to get a log from elsewhere.
     *
     * @return the topic's id
     * @throws LogRefusedException if there is a log already, too
     */
    String openEmpty() {
        TopicDescription topic = created();
        checkSettings(replicas(topic));
        requireEmpty();
        return topic.topicId().toString();
    }

    /** @throws LogRefusedException if there is a log already */
    void requireEmpty() {
        if (readHead().isPresent()) {
            throw new LogRefusedException("the topic " + name + " holds a hub's log already; restore into an empty data"
                    + " directory, or another Kafka, or delete the topic if what is in it is to be lost");
        }
    }

    private TopicDescription created() {
        Optional<TopicDescription> found = describe();
        if (found.isEmpty()) {
            create();
        }
        long deadline = System.nanoTime() + CREATION_TIMEOUT.toNanos();
        while (found.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaException("the topic " + name + " was created but is not there yet; start again");
            }
            found = describe();
        }
        if (found.get().partitions().size() != 1) {
            throw new LogRefusedException("the topic " + name + " has "
                    + found.get().partitions().size()
                    + " partitions, the log needs exactly one; use another hub name, or delete the topic");
        }
        return found.get();
    }

    private Optional<TopicDescription> describe() {
        try {
            return Optional.ofNullable(
                    get(admin.describeTopics(List.of(name)).allTopicNames()).get(name));
        } catch (UnknownTopicOrPartitionException absent) {
            return Optional.empty();
        }
    }

    private void create() {
        short replicas = config.replicationFactor() > 0 ? config.replicationFactor() : brokersAtHand();
        try {
            get(admin.createTopics(List.of(new NewTopic(name, 1, replicas).configs(settings(replicas))))
                    .all());
        } catch (TopicExistsException another) {
            // Another node of the hub was faster; its topic is checked like any other.
        }
    }

    private short brokersAtHand() {
        int brokers = get(admin.describeCluster().nodes()).size();
        return (short) Math.min(brokers, REPLICAS_MAX);
    }

    /** A topic that was made with fewer replicas than are wanted now would lose what they are wanted for. */
    private short replicas(TopicDescription topic) {
        int found = topic.partitions().getFirst().replicas().size();
        if (found < config.replicationFactor()) {
            throw new LogRefusedException("the topic " + name + " has " + found + " replicas, the hub is set to "
                    + config.replicationFactor()
                    + "; add some with kafka-reassign-partitions, or set the replication factor to what there is");
        }
        return (short) found;
    }

    private void checkSettings(short replicas) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config found = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
        List<String> wrong = new ArrayList<>();
        settings(replicas).forEach((key, expected) -> {
            String value = found == null || found.get(key) == null
                    ? "unknown"
                    : found.get(key).value();
            if (!expected.equals(value)) {
                wrong.add(key + "=" + value + " (must be " + expected + ")");
            }
        });
        if (!wrong.isEmpty()) {
            throw new LogRefusedException("the topic " + name + " is not set up as the log needs it: "
                    + String.join(", ", wrong) + "; correct it with kafka-configs --alter --entity-type topics");
        }
    }

    private LogHead checked(LogHead head, String topicId) {
        if (head.format() != LogHead.FORMAT) {
            throw new LogRefusedException("the log " + name + " has format " + head.format() + ", this hub knows "
                    + LogHead.FORMAT + "; run the version of the hub that wrote it");
        }
        if (!head.hub().equals(config.hub())) {
            throw new LogRefusedException("the log " + name + " belongs to the hub '" + head.hub() + "', not to '"
                    + config.hub() + "'; set the hub's name, or use another topic");
        }
        if (!head.topicId().equals(topicId)) {
            throw new LogRefusedException("the topic " + name + " has the id " + topicId
                    + ", but its first record was written for " + head.topicId()
                    + ": it is a copy, and versions clients hold would not fit; restore the topic itself, or start the"
                    + " hub under a new name");
        }
        return head;
    }

    private Optional<LogHead> readHead() {
        TopicPartition log = partition();
        try (Consumer<String, byte[]> consumer = clients.consumer("head")) {
            consumer.assign(List.of(log));
            consumer.seekToBeginning(List.of(log));
            Long end = consumer.endOffsets(List.of(log)).get(log);
            long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
            while (end != null && consumer.position(log) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    return Optional.of(head(record));
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new KafkaException("the first record of " + name + " could not be read in time");
                }
            }
            return Optional.empty();
        }
    }

    private LogHead head(ConsumerRecord<String, byte[]> record) {
        if (record.key() != null
                && record.key().equals(LogCodec.HEAD_KEY)
                && clients.codec().decode(record) instanceof LogRecord.Head(var head)) {
            return head;
        }
        throw new LogRefusedException("the topic " + name + " does not begin with the record " + LogCodec.HEAD_KEY
                + ": it is no state log; use another hub name");
    }

    /** Fences any other node that is at it; whoever loses looks again for a head. */
    private void writeHead(LogHead head) {
        try (Producer<String, byte[]> producer = clients.producer(config.hub() + "-create")) {
            producer.initTransactions();
            if (readHead().isPresent()) {
                return;
            }
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(LogCodec.encode(partition(), head));
            producer.commitTransaction();
            LOG.atInfo()
                    .addKeyValue("topic", name)
                    .addKeyValue("acknowledged", sent.isDone())
                    .log("created the state log");
        } catch (ProducerFencedException | InvalidProducerEpochException another) {
            // It has written the head, or is about to.
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException kafka) {
                throw kafka;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
