package dev.flotilla.replication.kafka;

import dev.flotilla.replication.Role;
import dev.flotilla.replication.encryption.RecordCipher;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which log a node joins, and how.
 *
 * @param hub names the topics and transactional ids: hubs with different names share a Kafka without meeting
 * @param node names this node among the hub's; no two living nodes may share it
 * @param clients Kafka's own client properties: {@code bootstrap.servers}, and security where there is some
 * @param replicationFactor of a topic that is created: 1 for a single broker; 3 in production, of which 2 must be in
 *     sync; 0 for as many as there are brokers, three at most
 * @param commitTimeout after which a commit is answered whatever has become of it
 * @param barrierTimeout after which a linearizable read gives up
 * @param historyBytes how much of the recent past subscriptions can start from
 * @param cipher what seals and opens values in the log
 * @param historyRetention how long the history keeps a change; zero for no history at all
 */
public record LogConfig(
        String hub,
        String node,
        Map<String, Object> clients,
        short replicationFactor,
        Role.Timing timing,
        Duration commitTimeout,
        Duration barrierTimeout,
        long historyBytes,
        RecordCipher cipher,
        Duration historyRetention) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Duration HISTORY_RETENTION = Duration.ofDays(30);
    private static final long HISTORY_BYTES = 64L << 20;

    public LogConfig {
        clients = Map.copyOf(clients);
        requireName("hub", hub);
        requireName("node", node);
        if (!clients.containsKey("bootstrap.servers")) {
            throw new IllegalArgumentException("kafka.bootstrap.servers is missing: name at least one broker");
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the " + what + "'s name '" + name
                    + "' must be lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit");
        }
    }

    public static LogConfig of(String hub, String node, String bootstrapServers) {
        return of(hub, node, Map.of("bootstrap.servers", bootstrapServers));
    }

    /** @param clients as {@link dev.flotilla.replication.broker.EmbeddedBroker#clientProperties} gives them */
    public static LogConfig of(String hub, String node, Map<String, String> clients) {
        return new LogConfig(
                hub,
                node,
                Map.copyOf(clients),
                (short) 1,
                Role.Timing.DEFAULT,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                HISTORY_BYTES,
                RecordCipher.NONE,
                HISTORY_RETENTION);
    }

    public LogConfig withClients(Map<String, Object> newClients) {
        return new LogConfig(
                hub,
                node,
                newClients,
                replicationFactor,
                timing,
                commitTimeout,
                barrierTimeout,
                historyBytes,
                cipher,
                historyRetention);
    }

    public LogConfig withReplicationFactor(short newReplicationFactor) {
        return new LogConfig(
                hub,
                node,
                clients,
                newReplicationFactor,
                timing,
                commitTimeout,
                barrierTimeout,
                historyBytes,
                cipher,
                historyRetention);
    }

    public LogConfig withTiming(Role.Timing newTiming) {
        return new LogConfig(
                hub,
                node,
                clients,
                replicationFactor,
                newTiming,
                commitTimeout,
                barrierTimeout,
                historyBytes,
                cipher,
                historyRetention);
    }

    public LogConfig withBarrierTimeout(Duration newBarrierTimeout) {
        return new LogConfig(
                hub,
                node,
                clients,
                replicationFactor,
                timing,
                commitTimeout,
                newBarrierTimeout,
                historyBytes,
                cipher,
                historyRetention);
    }

    public LogConfig withCommitTimeout(Duration newCommitTimeout) {
        return new LogConfig(
                hub,
                node,
                clients,
                replicationFactor,
                timing,
                newCommitTimeout,
                barrierTimeout,
                historyBytes,
                cipher,
                historyRetention);
    }

    public LogConfig withHistoryBytes(long newHistoryBytes) {
        return new LogConfig(
                hub,
                node,
                clients,
                replicationFactor,
                timing,
                commitTimeout,
                barrierTimeout,
                newHistoryBytes,
                cipher,
                historyRetention);
    }

    public LogConfig withCipher(RecordCipher newCipher) {
        return new LogConfig(
                hub,
                node,
                clients,
                replicationFactor,
                timing,
                commitTimeout,
                barrierTimeout,
                historyBytes,
                newCipher,
                historyRetention);
    }

    public LogConfig withHistoryRetention(Duration newHistoryRetention) {
        return new LogConfig(
                hub,
                node,
                clients,
                replicationFactor,
                timing,
                commitTimeout,
                barrierTimeout,
                historyBytes,
                cipher,
                newHistoryRetention);
    }
}
