package dev.flotilla.replication.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** Kafka's own server in this process, and the one place that touches its internal classes. */
final class KraftNode implements AutoCloseable {
    private final KafkaRaftServer server;

    private KraftNode(KafkaRaftServer server) {
        this.server = server;
    }

    /** Formats the directory at its first use, then starts; returns when clients are served. */
    static KraftNode start(BrokerSettings settings) throws IOException {
        format(settings);
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        KraftNode node = new KraftNode(new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM));
        node.server.startup();
        return node;
    }

    private static void format(BrokerSettings settings) throws IOException {
        Path directory = settings.logDirectory();
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        String clusterId = settings.clusterId().isEmpty() ? Uuid.randomUuid().toString() : settings.clusterId();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(settings.nodeId())
                    .setClusterId(clusterId)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the broker's data directory " + directory + " could not be formatted", e);
        }
    }

    void awaitEnd() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
