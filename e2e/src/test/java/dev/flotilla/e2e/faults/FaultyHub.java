package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.e2e.KafkaMain;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import dev.flotilla.replication.broker.PemFiles;
import dev.flotilla.replication.broker.QuorumMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** Three hub nodes in processes, with links between all that speak to each other. */
final class FaultyHub implements AutoCloseable {
    static final String NAME = "faults";
    static final List<String> NODES = List.of("a", "b", "c");
    private static final Duration START_MAX = Duration.ofSeconds(180);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(15);
    private static final int PORTS_EACH = 4;

    /** Which Kafka keeps the log. */
    enum Brokers {
        /** One on each node. */
        EMBEDDED,
        /** One of nobody's. */
        APART
    }

    private final Path directory;
    private final Brokers brokers;
    private final int port;
    private final Network network = new Network();
    private final Map<Endpoint, Server> servers = new HashMap<>();
    private final Map<String, KubeClient> clients = new TreeMap<>();

    private FaultyHub(Path directory, Brokers brokers) {
        this.directory = directory;
        this.brokers = brokers;
        this.port = FreePorts.block((NODES.size() + 1) * PORTS_EACH);
    }

    /**
     * Returns when all nodes are ready.
     *
     * @param main a class and its first arguments, by which nodes are started in place of the usual one
     */
    static FaultyHub start(Path directory, Brokers brokers, String... main) throws IOException {
        FaultyHub hub = new FaultyHub(directory, brokers);
        try {
            hub.write();
            hub.prepare(main.length == 0 ? new String[] {"dev.flotilla.cli.Flotilla"} : main);
            hub.servers.values().forEach(Server::start);
            hub.awaitReady();
            return hub;
        } catch (RuntimeException | Error failed) {
            hub.close();
            throw failed;
        }
    }

    private int apiPort(String node) {
        return port + PORTS_EACH * NODES.indexOf(node);
    }

    private int kafkaPort() {
        return port + PORTS_EACH * NODES.size();
    }

    private void write() throws IOException {
        List<NodePlan> plans = NODES.stream()
                .map(node -> NodePlan.parse(node + "=127.0.0.1:" + apiPort(node) + "@eu/eu-" + node))
                .toList();
        List<String> apart = brokers == Brokers.APART ? List.of("127.0.0.1:" + kafkaPort()) : List.of();
        new HubInit(
                        new HubPlan(NAME, plans, "data", Uuid.randomUuid().toString(), apart),
                        directory,
                        List.of(),
                        Instant.now())
                .write();
        for (String node : NODES) {
            Path file = directory.resolve(node).resolve("hub.yaml");
            String behindLinks = Files.readString(file)
                    .replace("peers:\n  listen: '127.0.0.1:", "peers:\n  listen: '" + Link.SERVERS + ":")
                    .replace("    listen: '127.0.0.1'", "    listen: '" + Link.SERVERS + "'");
            String fewAtOnce = "members:\n  evictionsPerSecond: " + Evicted.PER_SECOND + "\n";
            Files.writeString(file, behindLinks + fewAtOnce);
        }
    }

    private void prepare(String... main) throws IOException {
        for (String node : NODES) {
            List<String> line = Stream.concat(
                            Stream.of(main),
                            Stream.of(
                                    "hub",
                                    "--config",
                                    directory.resolve(node).resolve("hub.yaml").toString()))
                    .toList();
            servers.put(Endpoint.hub(node), new Server(node, directory.resolve(node + ".log"), line));
            clients.put(
                    node,
                    new KubeClient(
                            Kubeconfig.read(directory.resolve("admin.kubeconfig"), Optional.of(node)), REQUEST_MAX));
            link(apiPort(node) + 1, Endpoint.hub(node));
            if (brokers == Brokers.EMBEDDED) {
                link(apiPort(node) + 2, Endpoint.broker(node));
                link(apiPort(node) + 3, Endpoint.broker(node));
            }
        }
        if (brokers == Brokers.APART) {
            link(kafkaPort(), Endpoint.broker(Endpoint.KAFKA));
            Path file = OwnKafka.write(directory, kafkaPort());
            servers.put(
                    Endpoint.broker(Endpoint.KAFKA),
                    new Server(
                            "kafka",
                            directory.resolve("kafka.log"),
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
        if (brokers == Brokers.EMBEDDED) {
            NODES.forEach(node -> broker(node).ifPresent(pid -> processes.put(pid, Endpoint.broker(node))));
        }
        return processes;
    }

    /** The process of a node's own broker, as that says itself. */
    private Optional<Long> broker(String node) {
        try {
            byte[] json = Files.readAllBytes(directory.resolve(node).resolve("data/broker/broker.json"));
            return Optional.of(ObjectJson.parse(json).at("/broker/pid").asLong())
                    .filter(pid -> ProcessHandle.of(pid).isPresent());
        } catch (IOException | RuntimeException notThere) {
            return Optional.empty();
        }
    }

    void awaitReady() {
        NODES.forEach(node -> await("node " + node + " to be ready; its log is " + log(node))
                .atMost(START_MAX)
                .until(() -> ready(node)));
    }

    private boolean ready(String node) {
        try {
            return client(node).text("/readyz").strip().equals("ok");
        } catch (UserError notThere) {
            return false;
        }
    }

    KubeClient client(String node) {
        return clients.get(node);
    }

    Network network() {
        return network;
    }

    boolean embedded() {
        return brokers == Brokers.EMBEDDED;
    }

    void kill(Endpoint whom) {
        Server server = servers.get(whom);
        if (server == null) {
            broker(whom.node()).flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        } else {
            server.kill();
        }
    }

    /** A broker of a node's own is started again by the node. */
    void start(Endpoint whom) {
        Optional.ofNullable(servers.get(whom)).ifPresent(Server::start);
    }

    /** A process that is stopped keeps its sockets and does nothing. */
    void stop(Endpoint whom) {
        signal(whom, "STOP");
    }

    void resume(Endpoint whom) {
        signal(whom, "CONT");
    }

    private void signal(Endpoint whom, String signal) {
        process(whom).ifPresent(each -> Server.signal(each, signal));
    }

    /** The id of its process, if it runs. */
    Optional<Long> process(Endpoint whom) {
        Server server = servers.get(whom);
        return server == null ? broker(whom.node()) : server.pid();
    }

    /** What Kafka's clients that are no part of the hub are told. */
    Map<String, String> kafkaClients() {
        if (brokers == Brokers.APART) {
            return Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort());
        }
        String all =
                NODES.stream().map(node -> "127.0.0.1:" + (apiPort(node) + 2)).collect(Collectors.joining(","));
        Path own = directory.resolve(NODES.getFirst());
        PemFiles keys = PemFiles.mutual(own.resolve("nodes-ca.crt"), own.resolve("node.crt"), own.resolve("node.key"));
        try {
            return QuorumMember.clientProperties(all, keys);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** Where brokers keep the log's segments. */
    List<Path> segments() {
        return brokers == Brokers.APART
                ? List.of(directory.resolve("kafka").resolve(NAME + ".state-0"))
                : NODES.stream()
                        .map(node -> directory.resolve(node).resolve("data/broker/log/" + NAME + ".state-0"))
                        .toList();
    }

    /** Undoes whatever was done. */
    void heal() {
        network.mendAll();
        List<Endpoint> all = new ArrayList<>(servers.keySet());
        NODES.forEach(node -> all.add(Endpoint.broker(node)));
        all.forEach(this::resume);
        servers.values().forEach(Server::start);
    }

    /** What a node has printed. */
    Path log(String node) {
        return directory.resolve(node + ".log");
    }

    @Override
    public void close() {
        clients.values().forEach(KubeClient::close);
        List<ProcessHandle> embedded = NODES.stream()
                .flatMap(node -> broker(node).flatMap(ProcessHandle::of).stream())
                .toList();
        servers.values().forEach(Server::close);
        embedded.forEach(ProcessHandle::destroyForcibly);
        embedded.forEach(broker -> broker.onExit().join());
        network.close();
    }
}
