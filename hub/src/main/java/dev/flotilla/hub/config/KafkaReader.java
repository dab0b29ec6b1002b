package dev.flotilla.hub.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code kafka}: which one keeps the log. */
final class KafkaReader {
    private static final NodeTls NONE = new NodeTls(Path.of(""), Path.of(""), Path.of(""));
    private static final Address NOWHERE = new Address("0.0.0.0", 0);
    private static final int FACTOR_MAX = 9;
    private static final String INIT = "`flotilla hub init` writes it";

    private KafkaReader() {}

    static KafkaSource read(Settings kafka, Optional<NodeTls> tls) {
        Optional<Settings> embedded = kafka.section("embedded");
        Optional<KafkaSource> quorum = embedded.map(settings -> quorum(settings, tls));
        KafkaSource external = external(kafka);
        kafka.end();
        if (kafka.has("embedded") == kafka.has("bootstrapServers")) {
            kafka.problem(
                    "bootstrapServers",
                    "set either embedded (brokers on the hub's nodes) or bootstrapServers (a Kafka of yours)");
        }
        return quorum.orElse(external);
    }

    private static KafkaSource quorum(Settings embedded, Optional<NodeTls> tls) {
        List<KafkaSource.Broker> brokers = new ArrayList<>();
        embedded.sectionsByName("brokers").forEach((node, broker) -> brokers.add(broker(node, broker)));
        KafkaSource.Quorum quorum = new KafkaSource.Quorum(
                embedded.required("clusterId", INIT),
                embedded.text("listen", "0.0.0.0"),
                brokers,
                embedded.flag("fsync", brokers.size() < 3),
                tls.orElse(NONE));
        embedded.end();
        if (brokers.size() % 2 == 0) {
            embedded.problem(
                    "brokers", "an odd number is needed, since more than half must be there; three survive one's loss");
        }
        if (brokers.stream().map(KafkaSource.Broker::id).distinct().count() < brokers.size()) {
            embedded.problem("brokers", "two have the same id");
        }
        if (tls.isEmpty()) {
            embedded.problem("brokers", "brokers are reached over TLS alone: set tls; `flotilla hub init` writes it");
        }
        return quorum;
    }

    private static KafkaSource.Broker broker(String node, Settings broker) {
        broker.required("id", "give each broker a number of its own, from 1");
        broker.required("clients", "write HOST:PORT, by which nodes and brokers reach it");
        broker.required("controller", "write HOST:PORT, by which the controllers reach each other");
        KafkaSource.Broker read = new KafkaSource.Broker(
                node,
                broker.number("id", 0, 1, 1_000),
                broker.address("clients").orElse(NOWHERE),
                broker.address("controller").orElse(NOWHERE));
        broker.end();
        return read;
    }

    private static KafkaSource external(Settings kafka) {
        List<String> servers = kafka.texts("bootstrapServers");
        servers.forEach(server -> {
            try {
                Address.parse(server);
            } catch (IllegalArgumentException invalid) {
                kafka.problem("bootstrapServers", String.valueOf(invalid.getMessage()));
            }
        });
        if (kafka.has("bootstrapServers") && servers.isEmpty()) {
            kafka.problem("bootstrapServers", "name at least one broker, as [kafka-1.example.org:9093]");
        }
        Optional<KafkaSource.Tls> tls = kafka.section("tls").map(KafkaReader::tls);
        Optional<KafkaSource.Sasl> sasl = kafka.section("sasl").map(KafkaReader::sasl);
        if (sasl.isPresent() && tls.isEmpty()) {
            kafka.problem(
                    "sasl",
                    "a password needs TLS, or whoever listens has it: set tls ({} to trust what the machine trusts)");
        }
        return new KafkaSource.External(servers, kafka.number("replicationFactor", 0, 0, FACTOR_MAX), tls, sasl);
    }

    private static KafkaSource.Tls tls(Settings tls) {
        Optional<Path> authority = tls.file("authority");
        Optional<Path> certificate = tls.file("certificate");
        Optional<Path> key = tls.file("key");
        if (tls.has("certificate") != tls.has("key")) {
            tls.problem("certificate", "certificate and key go together; set both, or neither");
        }
        tls.end();
        return new KafkaSource.Tls(
                authority, certificate.flatMap(one -> key.map(other -> new KafkaSource.ClientCertificate(one, other))));
    }

    private static KafkaSource.Sasl sasl(Settings sasl) {
        String labels = Arrays.stream(KafkaSource.Mechanism.values())
                .map(KafkaSource.Mechanism::label)
                .collect(Collectors.joining(", "));
        sasl.required("mechanism", "write one of " + labels);
        KafkaSource.Sasl read = new KafkaSource.Sasl(
                sasl.parsed("mechanism", KafkaReader::mechanism).orElse(KafkaSource.Mechanism.PLAIN),
                sasl.required("username", "write the name that Kafka knows the hub by"),
                sasl.requiredFile("passwordFile", "name the file whose first line is the password"));
        sasl.end();
        return read;
    }

    private static KafkaSource.Mechanism mechanism(String label) {
        return Arrays.stream(KafkaSource.Mechanism.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is not known; take one of "
                        + Arrays.stream(KafkaSource.Mechanism.values())
                                .map(KafkaSource.Mechanism::label)
                                .collect(Collectors.joining(", "))));
    }
}
