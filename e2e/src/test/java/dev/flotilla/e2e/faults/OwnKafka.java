package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The properties of a Kafka that is not the hub's: one broker, which nodes reach by a link alone. */
final class OwnKafka {
    /** Its clients', and its controller's. */
    static final int PORTS = 2;

    private OwnKafka() {}

    /** @param port of the link to it; its controller has the next one */
    static Path write(Path directory, int port) throws IOException {
        Path file = directory.resolve("kafka.properties");
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + Link.SERVERS + ":" + (port + 1)),
                Map.entry(
                        "listeners",
                        "BROKER://" + Link.SERVERS + ":" + port + ",CONTROLLER://" + Link.SERVERS + ":" + (port + 1)),
                Map.entry("advertised.listeners", "BROKER://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", directory.resolve("kafka").toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("broker.session.timeout.ms", "1000"),
                Map.entry("broker.heartbeat.interval.ms", "200"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("min.insync.replicas", "1"),
                Map.entry("message.max.bytes", Integer.toString(4 << 20)),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20))));
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }
}
