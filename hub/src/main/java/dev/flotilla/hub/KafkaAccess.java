package dev.flotilla.hub;

import dev.flotilla.hub.config.Address;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.KafkaSource;
import dev.flotilla.hub.config.NodeTls;
import dev.flotilla.replication.broker.EmbeddedBroker;
import dev.flotilla.replication.broker.PemFiles;
import dev.flotilla.replication.broker.QuorumMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the Kafka that keeps the log, and the broker that this node carries for it, if it carries one.
 *
 * @param clients what Kafka's clients are told; keys and passwords are among it
 * @param replicationFactor of topics that are made; 0 for as many as there are brokers, three at most
 */
record KafkaAccess(Map<String, String> clients, int replicationFactor, Optional<EmbeddedBroker> broker)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaAccess.class);
    private static final int REPLICAS_MAX = 3;

    /** A hub that has so much heap is no guest on somebody's machine, and its broker need not be one either. */
    private static final long AMPLE_HEAP_BYTES = 1L << 30;

    /** Blocks until a broker of this node alone serves; one of several is only started. */
    static KafkaAccess open(HubConfig config) throws IOException {
        EmbeddedBroker.Options options = EmbeddedBroker.Options.in(config.broker())
                .withAmple(Runtime.getRuntime().maxMemory() >= AMPLE_HEAP_BYTES);
        return switch (config.kafka()) {
            case KafkaSource.Own _ -> own(EmbeddedBroker.child(options));
            case KafkaSource.Quorum quorum -> member(quorum, config.node(), options.withFsync(quorum.fsync()));
            case KafkaSource.External external -> external(external);
        };
    }

    private static KafkaAccess external(KafkaSource.External external) throws IOException {
        if (external.tls().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("servers", external.bootstrapServers())
                    .log("the log goes to Kafka in the clear; set kafka.tls unless nobody else is on that network");
        }
        return new KafkaAccess(clients(external), external.replicationFactor(), Optional.empty());
    }

    private static KafkaAccess own(EmbeddedBroker broker) {
        return new KafkaAccess(broker.clientProperties(), 1, Optional.of(broker));
    }

    private static KafkaAccess member(KafkaSource.Quorum quorum, String node, EmbeddedBroker.Options options)
            throws IOException {
        PemFiles tls = pem(quorum.tls());
        String servers = quorum.brokers().stream()
                .map(broker -> broker.clients().toString())
                .collect(Collectors.joining(","));
        Map<String, String> clients = QuorumMember.clientProperties(servers, tls);
        int replicas = Math.min(REPLICAS_MAX, quorum.brokers().size());
        Optional<KafkaSource.Broker> own = quorum.brokerOf(node);
        Optional<EmbeddedBroker> broker = Optional.empty();
        if (own.isPresent()) {
            QuorumMember place = new QuorumMember(
                    own.get().id(), quorum.clusterId(), quorum.listenHost(), voters(quorum.brokers()), tls);
            broker = Optional.of(EmbeddedBroker.child(options.in(place)));
        }
        return new KafkaAccess(clients, replicas, broker);
    }

    private static List<QuorumMember.Voter> voters(List<KafkaSource.Broker> brokers) {
        return brokers.stream()
                .map(broker -> {
                    Address clients = broker.clients();
                    Address controller = broker.controller();
                    return new QuorumMember.Voter(
                            broker.id(), clients.host(), clients.port(), controller.host(), controller.port());
                })
                .toList();
    }

    private static PemFiles pem(NodeTls tls) {
        return PemFiles.mutual(tls.authority(), tls.certificate(), tls.key());
    }

    /** What a Kafka of somebody else's is spoken to with. */
    static Map<String, String> clients(KafkaSource.External external) throws IOException {
        Map<String, String> clients = new HashMap<>();
        clients.put("bootstrap.servers", String.join(",", external.bootstrapServers()));
        if (external.tls().isPresent()) {
            KafkaSource.Tls tls = external.tls().get();
            clients.putAll(new PemFiles(
                            tls.authority(), tls.client().map(own -> new PemFiles.Own(own.certificate(), own.key())))
                    .properties());
        }
        if (external.sasl().isPresent()) {
            KafkaSource.Sasl sasl = external.sasl().get();
            clients.put("sasl.mechanism", sasl.mechanism().label());
            clients.put("sasl.jaas.config", login(sasl));
        }
        clients.put(
                "security.protocol",
                (external.sasl().isPresent() ? "SASL_" : "") + (external.tls().isPresent() ? "SSL" : "PLAINTEXT"));
        return Map.copyOf(clients);
    }

    private static String login(KafkaSource.Sasl sasl) throws IOException {
        String module = sasl.mechanism() == KafkaSource.Mechanism.PLAIN
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        return module + " required username=\"" + escaped(sasl.username()) + "\" password=\""
                + escaped(firstLine(sasl.passwordFile())) + "\";";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .findFirst()
                .filter(line -> !line.isEmpty())
                .orElseThrow(
                        () -> new IOException("the password file " + file + " is empty; write the password in it"));
    }

    /**
     * What keeps the node from being ready: without the only broker it can write nothing, without one of several it
     * can.
     */
    Optional<String> onlyBrokerProblem() {
        return replicationFactor == 1 ? brokerProblem() : Optional.empty();
    }

    /** What is wrong with the node's broker. */
    Optional<String> brokerProblem() {
        if (broker.isEmpty() || broker.get().serving()) {
            return Optional.empty();
        }
        return Optional.of(
                broker.get().running()
                        ? "the embedded broker does not serve yet; more than half of the brokers must be there"
                        : "the embedded broker's process is not there; see broker.log and broker.err in its directory");
    }

    /** Shows no key and no password. */
    @Override
    public String toString() {
        return "KafkaAccess[" + clients.get("bootstrap.servers") + "]";
    }

    @Override
    public void close() {
        broker.ifPresent(EmbeddedBroker::close);
    }
}
