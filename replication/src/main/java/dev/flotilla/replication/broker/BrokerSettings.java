package dev.flotilla.replication.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How the embedded broker is configured: one node that is broker and controller, on the loopback address alone, with
 * buffers for one hub. The controller's port is a new one at each start, so voters are static.
 *
 * @param port where clients connect
 * @param fsync whether each append is forced to disk before it is acknowledged; with no replica to lean on, an
 *     acknowledged write outlives a power cut only so
 */
record BrokerSettings(Path dataDirectory, int port, int controllerPort, boolean fsync) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final int MESSAGE_BYTES_MAX = 4 << 20;

    /** Room for 75,000 keys; a log with more of them in what is to be cleaned takes more than one pass. */
    private static final int CLEANER_MAP_BYTES = 2 << 20;

    /** The cleaner takes more by itself when it meets a larger message. */
    private static final int CLEANER_COPY_BYTES = 1 << 20;

    /** More is taken for a batch that needs it. */
    private static final int LOAD_BYTES = 1 << 20;

    Path logDirectory() {
        return dataDirectory.resolve("log");
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(node());
        properties.putAll(internalTopics());
        properties.putAll(smallBuffers());
        if (fsync) {
            properties.put("log.flush.interval.messages", "1");
        }
        return properties;
    }

    private Map<String, String> node() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "BROKER://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
                Map.entry("log.dirs", logDirectory().toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("broker.session.timeout.ms", "1000"),
                Map.entry("broker.heartbeat.interval.ms", "200"),
                Map.entry("controller.quorum.election.timeout.ms", "200"),
                Map.entry("controller.quorum.election.backoff.max.ms", "100"),
                Map.entry("metadata.max.idle.interval.ms", "30000"),
                Map.entry("controlled.shutdown.enable", "false"),
                Map.entry("group.initial.rebalance.delay.ms", "0"));
    }

    private static Map<String, String> internalTopics() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.segment.bytes", Integer.toString(16 << 20),
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "min.insync.replicas", "1");
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
