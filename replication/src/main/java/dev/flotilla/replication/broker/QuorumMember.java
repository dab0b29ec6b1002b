package dev.flotilla.replication.broker;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A broker's place among the hub's several: each is broker and controller, and all know all from the start. Everything
 * they say to each other and to clients goes over TLS, with certificates of one authority on both ends.
 *
 * @param id this broker's; one of the voters has it
 * @param clusterId the same for all of them, for ever
 * @param listenHost the address to listen on
 */
public record QuorumMember(int id, String clusterId, String listenHost, List<Voter> voters, PemFiles tls) {
    private static final int REPLICAS_MAX = 3;

    /** How the others, and clients, reach one. */
    public record Voter(int id, String clientsHost, int clientsPort, String controllerHost, int controllerPort) {}

    public QuorumMember {
        voters = List.copyOf(voters);
        if (voters.stream().noneMatch(voter -> voter.id() == id)) {
            throw new IllegalArgumentException("the broker " + id + " is not among the voters " + voters);
        }
    }

    /** How many brokers keep each partition. */
    public int replicas() {
        return Math.min(REPLICAS_MAX, voters.size());
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return voters.stream()
                .map(voter -> address(voter.clientsHost(), voter.clientsPort()))
                .collect(Collectors.joining(","));
    }

    /**
     * What clients of all of them need.
     *
     * @throws IOException if the keys cannot be read
     */
    public Map<String, String> clientProperties() throws IOException {
        return clientProperties(bootstrapServers(), tls);
    }

    /** The same for a node that carries no broker itself. */
    public static Map<String, String> clientProperties(String bootstrapServers, PemFiles tls) throws IOException {
        Map<String, String> properties = new HashMap<>(tls.properties());
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("security.protocol", "SSL");
        return properties;
    }

    Voter self() {
        return voters.stream().filter(voter -> voter.id() == id).findFirst().orElseThrow();
    }

    String controllers() {
        return voters.stream()
                .map(voter -> voter.id() + "@" + address(voter.controllerHost(), voter.controllerPort()))
                .collect(Collectors.joining(","));
    }

    static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
