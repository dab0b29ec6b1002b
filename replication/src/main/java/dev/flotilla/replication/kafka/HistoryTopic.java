package dev.flotilla.replication.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the hub's history topic; the retention of one that is there follows the configuration. */
final class HistoryTopic {
    private static final String RETENTION = "retention.ms";

    private final LogConfig config;
    private final TopicPartition log;
    private final Admin admin;
    private final String name;
    private boolean open;

    HistoryTopic(LogConfig config, TopicPartition log, Admin admin) {
        this.config = config;
        this.log = log;
        this.admin = admin;
        this.name = config.hub() + ".history";
    }

    TopicPartition partition() {
        return new TopicPartition(name, 0);
    }

    private Map<String, String> settings(int replicas) {
        return new TreeMap<>(Map.of(
                "cleanup.policy",
                "delete",
                RETENTION,
                retention(),
                "segment.ms",
                Long.toString(Duration.ofDays(1).toMillis()),
                "segment.bytes",
                Integer.toString(64 << 20),
                "max.message.bytes",
                Integer.toString(4 << 20),
                "message.timestamp.type",
                "CreateTime",
                "compression.type",
                "producer",
                "unclean.leader.election.enable",
                "false",
                "min.insync.replicas",
                replicas >= 3 ? "2" : "1"));
    }

    private String retention() {
        return Long.toString(config.historyRetention().toMillis());
    }

    /** Blocks until the topic is there. @throws KafkaException if Kafka cannot be reached */
    synchronized void open() {
        if (!open) {
            if (!created()) {
                keepRetention();
            }
            open = true;
        }
    }

    /** Makes it, with as many replicas as the log, unless it was made before or another node has just made it. */
    private boolean created() {
        int replicas = replicas();
        try {
            get(admin.createTopics(List.of(new NewTopic(name, 1, (short) replicas).configs(settings(replicas))))
                    .all());
            return true;
        } catch (TopicExistsException there) {
            return false;
        }
    }

    private int replicas() {
        TopicDescription state = Objects.requireNonNull(
                get(admin.describeTopics(List.of(log.topic())).allTopicNames()).get(log.topic()));
        return state.partitions().getFirst().replicas().size();
    }

    private void keepRetention() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config settings;
        try {
            settings = Objects.requireNonNull(
                    get(admin.describeConfigs(List.of(topic)).all()).get(topic));
        } catch (UnknownTopicOrPartitionException young) {
            // Another node has made it so lately that not every broker knows of it, with what it is configured with.
            return;
        }
        ConfigEntry found = settings.get(RETENTION);
        if (found == null || !retention().equals(found.value())) {
            AlterConfigOp set = new AlterConfigOp(new ConfigEntry(RETENTION, retention()), AlterConfigOp.OpType.SET);
            get(admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all());
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
