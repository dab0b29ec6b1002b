package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Three hub nodes, each with a link of its own to a Kafka that is not theirs. */
final class FaultyHub implements AutoCloseable {
    static final String NAME = "faults";
    static final List<String> NODES = List.of("a", "b", "c");
    private static final Duration START_MAX = Duration.ofSeconds(120);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(15);
    private static final int PORTS_EACH = 4;
    private static final String PLACEHOLDER = "127.0.0.1:1";

    private final Path directory;
    private final int brokerPort;
    private final Server broker;
    private final Map<String, Link> links = new TreeMap<>();
    private final Map<String, Server> nodes = new TreeMap<>();
    private final Map<String, KubeClient> clients = new TreeMap<>();

    private FaultyHub(Path directory, List<Integer> ports) throws IOException {
        this.directory = directory;
        this.brokerPort = ports.getFirst();
        for (int index = 0; index < NODES.size(); index++) {
            links.put(NODES.get(index), Link.to(ports.get(index + 2)));
        }
        Path file = directory.resolve("kafka.properties");
        try (var out = Files.newOutputStream(file)) {
            properties(ports).store(out, null);
        }
        this.broker = new Server("broker", directory.resolve("broker.log"), KafkaMain.class.getName(), file.toString());
    }

    /** Returns when all nodes are ready. */
    static FaultyHub start(Path directory) throws IOException {
        List<Integer> ports = freePorts(2 + NODES.size() + NODES.size() * PORTS_EACH);
        FaultyHub hub = new FaultyHub(directory, ports);
        hub.init(ports.subList(2 + NODES.size(), ports.size()));
        hub.broker.start();
        hub.nodes.values().forEach(Server::start);
        hub.awaitReady();
        return hub;
    }

    /** A block that is free as a whole, as a node's ports follow each other. */
    private static List<Integer> freePorts(int count) {
        for (int base = 21_000 + (int) (ProcessHandle.current().pid() % 5_000); ; base += count) {
            List<Integer> ports = new ArrayList<>();
            for (int port = base; port < base + count && free(port); port++) {
                ports.add(port);
            }
            if (ports.size() == count) {
                return ports;
            }
        }
    }

    private static boolean free(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** One listener for each node, which the node reaches by its link alone. */
    private Properties properties(List<Integer> ports) {
        List<String> listeners = new ArrayList<>(
                List.of("BROKER://127.0.0.1:" + ports.get(0), "CONTROLLER://127.0.0.1:" + ports.get(1)));
        List<String> advertised = new ArrayList<>(List.of("BROKER://127.0.0.1:" + ports.get(0)));
        List<String> protocols = new ArrayList<>(List.of("BROKER:PLAINTEXT", "CONTROLLER:PLAINTEXT"));
        for (int index = 0; index < NODES.size(); index++) {
            String listener = "NODE" + index;
            listeners.add(listener + "://127.0.0.1:" + ports.get(index + 2));
            advertised.add(
                    listener + "://127.0.0.1:" + links.get(NODES.get(index)).port());
            protocols.add(listener + ":PLAINTEXT");
        }
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + ports.get(1)),
                Map.entry("listeners", String.join(",", listeners)),
                Map.entry("advertised.listeners", String.join(",", advertised)),
                Map.entry("listener.security.protocol.map", String.join(",", protocols)),
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
        return properties;
    }

    private void init(List<Integer> ports) throws IOException {
        List<NodePlan> plans = new ArrayList<>();
        for (int index = 0; index < NODES.size(); index++) {
            plans.add(NodePlan.parse(
                    NODES.get(index) + "=127.0.0.1:" + ports.get(index * PORTS_EACH) + "@eu/eu-" + NODES.get(index)));
        }
        new HubInit(new HubPlan(NAME, plans, "data", "", List.of(PLACEHOLDER)), directory, List.of(), Instant.now())
                .write();
        for (String node : NODES) {
            Path file = directory.resolve(node).resolve("hub.yaml");
            String link = "127.0.0.1:" + links.get(node).port();
            Files.writeString(file, Files.readString(file).replace(PLACEHOLDER, link));
            nodes.put(
                    node,
                    new Server(
                            node,
                            directory.resolve(node + ".log"),
                            "dev.flotilla.cli.Flotilla",
                            "hub",
                            "--config",
                            file.toString()));
            clients.put(
                    node,
                    new KubeClient(
                            Kubeconfig.read(directory.resolve("admin.kubeconfig"), Optional.of(node)), REQUEST_MAX));
        }
    }

    void awaitReady() {
        NODES.forEach(node -> await("node " + node + " to be ready; its log is "
                        + nodes.get(node).log())
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

    Link link(String node) {
        return links.get(node);
    }

    /** @param name of a node, or {@link Schedule#BROKER} */
    Server server(String name) {
        return name.equals(Schedule.BROKER) ? broker : nodes.get(name);
    }

    /** Where Kafka is reached by whoever is no node. */
    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    /** Undoes whatever was done. */
    void heal() {
        links.values().forEach(link -> link.cut(Link.Cut.NONE));
        broker.resume();
        broker.start();
        nodes.values().forEach(node -> {
            node.resume();
            node.start();
        });
    }

    @Override
    public void close() {
        clients.values().forEach(KubeClient::close);
        nodes.values().forEach(Server::close);
        broker.close();
        links.values().forEach(Link::close);
    }

    /** What each process printed last, for whoever looks into a failure. */
    String logs() {
        StringBuilder text = new StringBuilder();
        nodes.values()
                .forEach(node ->
                        text.append(node.name()).append(": ").append(node.log()).append('\n'));
        return text.append("broker: ").append(broker.log()).toString();
    }
}
