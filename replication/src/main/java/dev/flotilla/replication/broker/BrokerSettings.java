package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How an embedded broker is configured: one node that is broker and controller, with buffers for one hub.
 *
 * @param port where clients connect
 * @param clusterId empty to make one up when the directory is formatted
 * @param properties all that Kafka is told; keys and passwords are among them
 */
record BrokerSettings(Path dataDirectory, int port, String clusterId, Map<String, String> properties) {
    static final int LONE_NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String LOOPBACK = "127.0.0.1";
    /**
     * A forced append forces the indexes too, which is cheap while nothing was added to them; every append of a few KiB
     * would add something. A read looks through this much for where it begins.
     */
    private static final int INDEX_INTERVAL_BYTES = 64 << 10;

    private static final int MESSAGE_BYTES_MAX = 4 << 20;
    private static final int QUORUM_FOR_MAJORITY_IN_SYNC = 3;

    /** Room for 75,000 keys; a log with more of them in what is to be cleaned takes more than one pass. */
    private static final int CLEANER_MAP_BYTES = 2 << 20;

    /** The cleaner takes more by itself when it meets a larger message. */
    private static final int CLEANER_COPY_BYTES = 1 << 20;

    /** More is taken for a batch that needs it. */
    private static final int LOAD_BYTES = 1 << 20;

    BrokerSettings {
        properties = Map.copyOf(properties);
    }

    /**
     * A broker for one hub node, on the loopback address alone, to which only who knows the secret speaks. The
     * controller's port is a new one at each start, so voters are static.
     *
     * @param fsync whether each append is forced to disk before it is acknowledged; with no replica to lean on, an
     *     acknowledged write outlives a power cut only so
     */
    static BrokerSettings alone(Path directory, int port, int controllerPort, boolean fsync, LoopbackSecret secret) {
        Map<String, String> properties = common(directory, fsync);
        properties.putAll(replication(1));
        properties.putAll(secret.brokerProperties());
        properties.put("node.id", Integer.toString(LONE_NODE_ID));
        properties.put(
                "listeners", "BROKER://" + LOOPBACK + ":" + port + ",CONTROLLER://" + LOOPBACK + ":" + controllerPort);
        properties.put("advertised.listeners", "BROKER://" + LOOPBACK + ":" + port);
        properties.put("controller.quorum.voters", LONE_NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
        properties.put("broker.session.timeout.ms", "1000");
        properties.put("broker.heartbeat.interval.ms", "200");
        properties.put("controller.quorum.election.timeout.ms", "200");
        properties.put("controller.quorum.election.backoff.max.ms", "100");
        properties.put("controlled.shutdown.enable", "false");
        return new BrokerSettings(directory, port, "", properties);
    }

    /**
     * One of a hub's several brokers.
     *
     * @throws IOException if its keys cannot be read
     */
    static BrokerSettings member(Path directory, boolean fsync, QuorumMember member) throws IOException {
        QuorumMember.Voter self = member.self();
        Map<String, String> properties = common(directory, fsync);
        properties.putAll(replication(member.replicas()));
        properties.putAll(member.tls().properties());
        properties.put("ssl.client.auth", "required");
        properties.put("listener.security.protocol.map", "BROKER:SSL,CONTROLLER:SSL");
        properties.put("node.id", Integer.toString(member.id()));
        properties.put(
                "listeners",
                "BROKER://" + QuorumMember.address(member.listenHost(), self.clientsPort()) + ",CONTROLLER://"
                        + QuorumMember.address(member.listenHost(), self.controllerPort()));
        properties.put(
                "advertised.listeners",
                "BROKER://" + QuorumMember.address(self.clientsHost(), self.clientsPort()) + ",CONTROLLER://"
                        + QuorumMember.address(self.controllerHost(), self.controllerPort()));
        properties.put("controller.quorum.voters", member.controllers());
        properties.putAll(failover());
        return new BrokerSettings(directory, self.clientsPort(), member.clusterId(), properties);
    }

    /** How soon a broker that is gone is done without: what it led waits for that long. */
    private static Map<String, String> failover() {
        return Map.of(
                "broker.session.timeout.ms", "2500",
                "broker.heartbeat.interval.ms", "500",
                "replica.lag.time.max.ms", "5000",
                "controller.quorum.election.timeout.ms", "500",
                "controller.quorum.fetch.timeout.ms", "1500",
                "controller.quorum.election.backoff.max.ms", "300",
                "controlled.shutdown.enable", "true",
                // The others may be started much later.
                "initial.broker.registration.timeout.ms", "3600000");
    }

    Path logDirectory() {
        return dataDirectory.resolve("log");
    }

    int nodeId() {
        return Integer.parseInt(String.valueOf(properties.get("node.id")));
    }

    /** Shows no key and no password. */
    @Override
    public String toString() {
        return "BrokerSettings[" + dataDirectory + ", port=" + port + "]";
    }

    private static Map<String, String> common(Path directory, boolean fsync) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "process.roles", "broker,controller",
                "inter.broker.listener.name", "BROKER",
                "controller.listener.names", CONTROLLER_LISTENER,
                "log.dirs", directory.resolve("log").toString(),
                "auto.create.topics.enable", "false",
                "unclean.leader.election.enable", "false",
                "metadata.max.idle.interval.ms", "30000",
                "group.initial.rebalance.delay.ms", "0"));
        properties.putAll(smallBuffers());
        if (fsync) {
            properties.put("log.flush.interval.messages", "1");
            properties.put("log.index.interval.bytes", Integer.toString(INDEX_INTERVAL_BYTES));
        }
        return properties;
    }

    private static Map<String, String> replication(int replicas) {
        String factor = Integer.toString(replicas);
        String inSync = replicas >= QUORUM_FOR_MAJORITY_IN_SYNC ? "2" : "1";
        return Map.ofEntries(
                Map.entry("default.replication.factor", factor),
                Map.entry("min.insync.replicas", inSync),
                Map.entry("offsets.topic.replication.factor", factor),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", factor),
                Map.entry("transaction.state.log.min.isr", inSync),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.segment.bytes", Integer.toString(16 << 20)),
                Map.entry("share.coordinator.state.topic.replication.factor", factor),
                Map.entry("share.coordinator.state.topic.min.isr", inSync),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"));
    }

    private static Map<String, String> smallBuffers() {
        return Map.ofEntries(
                Map.entry("message.max.bytes", Integer.toString(MESSAGE_BYTES_MAX)),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(CLEANER_MAP_BYTES)),
                Map.entry("log.cleaner.io.buffer.size", Integer.toString(CLEANER_COPY_BYTES)),
                Map.entry("offsets.load.buffer.size", Integer.toString(LOAD_BYTES)),
                Map.entry("transaction.state.log.load.buffer.size", Integer.toString(LOAD_BYTES)),
                Map.entry("share.coordinator.load.buffer.size", Integer.toString(LOAD_BYTES)),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "1"),
                Map.entry("background.threads", "1"),
                Map.entry("group.coordinator.threads", "1"),
                Map.entry("share.coordinator.threads", "1"),
                Map.entry("metric.reporters", ""));
    }
}
