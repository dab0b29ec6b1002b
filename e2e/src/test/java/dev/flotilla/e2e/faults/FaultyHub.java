package dev.flotilla.e2e.faults;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.e2e.KafkaMain;
import dev.flotilla.e2e.process.FreePorts;
import dev.flotilla.e2e.process.HubLayout;
import dev.flotilla.e2e.process.JavaProcess;
import dev.flotilla.e2e.process.NodeProcesses;
import dev.flotilla.replication.broker.PemFiles;
import dev.flotilla.replication.broker.QuorumMember;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Three hub nodes in processes, with links between all that speak to each other. */
final class FaultyHub implements AutoCloseable {
    static final String NAME = "faults";
    static final List<String> NODES = HubLayout.NAMES;
    private static final Duration REQUEST_MAX = Duration.ofSeconds(15);

    /** Which Kafka keeps the log. */
    enum Brokers {
        /** One on each node. */
        EMBEDDED,
        /** One of nobody's. */
        APART
    }

    private final HubLayout layout;
    private final Brokers brokers;
    private final int kafkaPort;
    private final NodeProcesses nodes;
    private final Network network = new Network();
    private final Map<Endpoint, JavaProcess> servers = new HashMap<>();

    private FaultyHub(HubLayout layout, Brokers brokers, int kafkaPort, List<String> main) {
        this.layout = layout;
        this.brokers = brokers;
        this.kafkaPort = kafkaPort;
        this.nodes = new NodeProcesses(layout, layout.directory(), List.of(), main, REQUEST_MAX);
    }

    /**
     * Returns when all nodes are ready.
     *
     * @param main a class and its first arguments, by which nodes are started in place of the usual one
     */
    static FaultyHub start(Path directory, Brokers brokers, String... main) throws IOException {
        int kafkaPort = FreePorts.block(OwnKafka.PORTS);
        List<String> apart = brokers == Brokers.APART ? List.of("127.0.0.1:" + kafkaPort) : List.of();
        HubLayout layout = HubLayout.write(NAME, directory, apart);
        layout.configure((_, configuration) -> configured(configuration));
        FaultyHub hub = new FaultyHub(layout, brokers, kafkaPort, List.of(main));
        try {
            hub.prepare();
            hub.servers.values().forEach(JavaProcess::start);
            hub.awaitReady();
            return hub;
        } catch (IOException | RuntimeException | Error failed) {
            hub.close();
            throw failed;
        }
    }

    /** Behind the links, and with few evictions at once. */
    private static String configured(String configuration) {
        return configuration
                        .replace("peers:\n  listen: '127.0.0.1:", "peers:\n  listen: '" + Link.SERVERS + ":")
                        .replace("    listen: '127.0.0.1'", "    listen: '" + Link.SERVERS + "'")
                + "members:\n  evictionsPerSecond: " + Evicted.PER_SECOND + "\n";
    }

    private void prepare() throws IOException {
        for (String node : NODES) {
            servers.put(Endpoint.hub(node), nodes.process(node));
            link(layout.peerPort(node), Endpoint.hub(node));
            if (brokers == Brokers.EMBEDDED) {
                link(layout.brokerPort(node), Endpoint.broker(node));
                link(layout.controllerPort(node), Endpoint.broker(node));
            }
        }
        if (brokers == Brokers.APART) {
            link(kafkaPort, Endpoint.broker(Endpoint.KAFKA));
            Path file = OwnKafka.write(layout.directory(), kafkaPort);
            servers.put(
                    Endpoint.broker(Endpoint.KAFKA),
                    new JavaProcess(
                            "kafka",
                            layout.directory().resolve("kafka.log"),
                            List.of(KafkaMain.class.getName(), file.toString())));
        }
    }

    private void link(int at, Endpoint owner) throws IOException {
        network.link(at, owner, from -> {
            Map<Long, Endpoint> processes = processes();
            return Sockets.owner(from, at, processes.keySet())
                    .map(processes::get)
                    .orElse(Endpoint.OUTSIDE);
        });
    }

    private Map<Long, Endpoint> processes() {
        Map<Long, Endpoint> processes = new HashMap<>();
        servers.forEach((endpoint, server) -> server.pid().ifPresent(pid -> processes.put(pid, endpoint)));
        NODES.forEach(
                node -> layout.broker(node).ifPresent(broker -> processes.put(broker.pid(), Endpoint.broker(node))));
        return processes;
    }

    void awaitReady() {
        NODES.forEach(nodes::awaitReady);
    }

    KubeClient client(String node) {
        return nodes.client(node);
    }

    Network network() {
        return network;
    }

    boolean embedded() {
        return brokers == Brokers.EMBEDDED;
    }

    void kill(Endpoint whom) {
        JavaProcess server = servers.get(whom);
        if (server == null) {
            layout.broker(whom.node()).ifPresent(ProcessHandle::destroyForcibly);
        } else {
            server.kill();
        }
    }

    /** A broker of a node's own is started again by the node. */
    void start(Endpoint whom) {
        Optional.ofNullable(servers.get(whom)).ifPresent(JavaProcess::start);
    }

    /** A process that is stopped keeps its sockets and does nothing. */
    void stop(Endpoint whom) {
        signal(whom, "STOP");
    }

    void resume(Endpoint whom) {
        signal(whom, "CONT");
    }

    private void signal(Endpoint whom, String signal) {
        process(whom).ifPresent(each -> JavaProcess.signal(each.pid(), signal));
    }

    /** Its process, if it runs. */
    Optional<ProcessHandle> process(Endpoint whom) {
        JavaProcess server = servers.get(whom);
        return server == null ? layout.broker(whom.node()) : server.pid().flatMap(ProcessHandle::of);
    }

    /** What Kafka's clients that are no part of the hub are told. */
    Map<String, String> kafkaClients() {
        if (brokers == Brokers.APART) {
            return Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort);
        }
        String all = NODES.stream()
                .map(node -> "127.0.0.1:" + layout.brokerPort(node))
                .collect(Collectors.joining(","));
        String own = NODES.getFirst();
        PemFiles keys = PemFiles.mutual(
                layout.file(own, "nodes-ca.crt"), layout.file(own, "node.crt"), layout.file(own, "node.key"));
        try {
            return QuorumMember.clientProperties(all, keys);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** Where brokers keep the log's segments. */
    List<Path> segments() {
        return brokers == Brokers.APART
                ? List.of(layout.directory().resolve("kafka").resolve(NAME + ".state-0"))
                : NODES.stream()
                        .map(node -> layout.file(node, "data/broker/log/" + NAME + ".state-0"))
                        .toList();
    }

    /** Undoes whatever was done. */
    void heal() {
        network.mendAll();
        List<Endpoint> all = new ArrayList<>(servers.keySet());
        NODES.forEach(node -> all.add(Endpoint.broker(node)));
        all.forEach(this::resume);
        servers.values().forEach(JavaProcess::start);
    }

    /** What a node has printed. */
    Path log(String node) {
        return nodes.process(node).log();
    }

    @Override
    public void close() {
        JavaProcess.kill(servers.values());
        nodes.close();
        network.close();
    }
}
