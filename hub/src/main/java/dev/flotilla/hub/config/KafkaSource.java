package dev.flotilla.hub.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which Kafka keeps the hub's log. */
public sealed interface KafkaSource {
    /** A broker for this node alone, on the loopback address: the whole log is on this machine. */
    record Own() implements KafkaSource {}

    /**
     * Brokers that the hub's nodes carry, one each at most.
     *
     * @param clusterId the same on every node, and never changed
     * @param listenHost the address this node's broker listens on
     * @param brokers an odd number of them
     * @param fsync whether each append is forced to disk before it is acknowledged
     * @param tls by what brokers and nodes prove themselves to each other
     */
    record Quorum(String clusterId, String listenHost, List<Broker> brokers, boolean fsync, NodeTls tls)
            implements KafkaSource {
        public Quorum {
            brokers = List.copyOf(brokers);
        }

        /** The node's own broker, if it carries one. */
        public Optional<Broker> brokerOf(String node) {
            return brokers.stream().filter(each -> each.node().equals(node)).findFirst();
        }
    }

    /**
     * A node's broker.
     *
     * @param id never given to another
     * @param clients where nodes and other brokers reach it
     * @param controller where the controllers reach each other
     */
    record Broker(String node, int id, Address clients, Address controller) {}

    /**
     * A Kafka that somebody else runs.
     *
     * @param replicationFactor of the hub's topics; 0 for as many as there are brokers, three at most
     * @param tls empty for connections in the clear
     */
    record External(List<String> bootstrapServers, int replicationFactor, Optional<Tls> tls, Optional<Sasl> sasl)
            implements KafkaSource {
        public External {
            bootstrapServers = List.copyOf(bootstrapServers);
        }
    }

    /**
     * PEM files.
     *
     * @param authority whose brokers are believed; empty for those that the machine trusts
     * @param client empty if the brokers want no certificate
     */
    record Tls(Optional<Path> authority, Optional<ClientCertificate> client) {}

    /** PEM files; the key in PKCS #8. */
    record ClientCertificate(Path certificate, Path key) {}

    /**
     * A name and a password.
     *
     * @param passwordFile its first line is the password
     */
    record Sasl(Mechanism mechanism, String username, Path passwordFile) {}

    /** How a password is proved. */
    enum Mechanism {
        PLAIN("PLAIN"),
        SCRAM_SHA_256("SCRAM-SHA-256"),
        SCRAM_SHA_512("SCRAM-SHA-512");

        private final String label;

        Mechanism(String label) {
            this.label = label;
        }

        /** As Kafka writes it. */
        public String label() {
            return label;
        }
    }
}
