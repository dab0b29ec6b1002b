package dev.flotilla.e2e.hub;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/** The nodes of one hub on the loopback address, each a process with a broker of its own. */
final class HubNodes implements AutoCloseable {
    static final List<String> NAMES = List.of("a", "b", "c");
    private static final Duration READY_MAX = Duration.ofSeconds(180);
    private static final int STOP_SECONDS_MAX = 20;
    private static final int PORTS_EACH = 4;
    private static final int PORT_LEAST = 20_000;
    private static final int PORT_MOST = 30_000;

    private final Path directory;
    private final int port;
    private final Map<String, Process> processes = new HashMap<>();
    private final Map<String, KubeClient> clients = new HashMap<>();

    private HubNodes(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "end-of-hub-nodes"));
    }

    /** Starts all of them and waits until each is ready. */
    static HubNodes start(Path directory) throws IOException {
        HubNodes nodes = new HubNodes(directory, freePorts(NAMES.size() * PORTS_EACH));
        List<NodePlan> plans = new ArrayList<>();
        for (String name : NAMES) {
            plans.add(NodePlan.parse(name + "=127.0.0.1:" + nodes.apiPort(name) + "@region-" + name));
        }
        HubPlan plan = new HubPlan("several", plans, "data", Uuid.randomUuid().toString(), List.of(), Optional.empty());
        new HubInit(plan, directory, List.of(), Instant.now()).write();
        for (String name : NAMES) {
            Files.writeString(nodes.file(name, "hub.yaml"), "timing:\n  drain: 1s\n", StandardOpenOption.APPEND);
        }
        try {
            NAMES.forEach(nodes::start);
            NAMES.forEach(nodes::awaitReady);
            return nodes;
        } catch (RuntimeException | Error failed) {
            nodes.close();
            throw failed;
        }
    }

    int apiPort(String node) {
        return port + PORTS_EACH * NAMES.indexOf(node);
    }

    int brokerPort(String node) {
        return apiPort(node) + 2;
    }

    int controllerPort(String node) {
        return apiPort(node) + 3;
    }

    /** What {@code hub init} wrote for a node, or, for the name {@code authorities}, for none of them. */
    Path file(String node, String name) {
        return directory.resolve(node).resolve(name);
    }

    Kubeconfig kubeconfig(String node) {
        return Kubeconfig.read(directory.resolve("admin.kubeconfig"), Optional.of(node));
    }

    /** For clients that do not know how many nodes there are. */
    Path kubeconfigFor(int balancerPort) throws IOException {
        String first = Files.readString(directory.resolve("admin.kubeconfig"));
        return Files.writeString(
                directory.resolve("balanced.kubeconfig"),
                first.replace("127.0.0.1:" + apiPort(NAMES.getFirst()), "127.0.0.1:" + balancerPort));
    }

    KubeClient client(String node) {
        return clients.computeIfAbsent(node, name -> new KubeClient(kubeconfig(name)));
    }

    void start(String node) {
        launch(node, "hub");
    }

    /** Runs the {@code flotilla} command with a node's configuration, in place of the process that the node had. */
    Process launch(String node, String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.flotilla.cli.Flotilla"));
        line.addAll(List.of(command));
        line.addAll(List.of("--config", file(node, "hub.yaml").toString()));
        try {
            Path log = Files.createDirectories(Path.of("target", "hub-nodes")).resolve(node + ".log");
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            processes.put(node, process);
            return process;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void awaitReady(String node) {
        await("node " + node + " ready; see e2e/target/hub-nodes")
                .atMost(READY_MAX)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process(node).isAlive()) {
                        throw new AssertionError("node " + node + " has ended; see e2e/target/hub-nodes");
                    }
                    return ready(node);
                });
    }

    boolean ready(String node) {
        try {
            return client(node).text("/readyz").strip().equals("ok");
        } catch (UserError notYet) {
            return false;
        }
    }

    /** The node that leads, by what it says of itself. */
    Optional<String> leader() {
        return NAMES.stream()
                .filter(node -> process(node).isAlive())
                .filter(this::leads)
                .findFirst();
    }

    private boolean leads(String node) {
        try {
            return client(node).text("/metrics").lines().anyMatch("flotilla_log_leading 1.0"::equals);
        } catch (UserError away) {
            return false;
        }
    }

    /** As an orderly restart does. */
    void end(String node) {
        Process process = process(node);
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("node " + node + " does not end; see e2e/target/hub-nodes");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    ProcessHandle broker(String node) {
        try {
            byte[] json = Files.readAllBytes(file(node, "data/broker/broker.json"));
            return ProcessHandle.of(ObjectJson.parse(json).at("/broker/pid").asLong())
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Process process(String node) {
        return java.util.Objects.requireNonNull(processes.get(node));
    }

    private static int freePorts(int count) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(PORT_LEAST, PORT_MOST);
            boolean free = true;
            for (int port = first; port < first + count; port++) {
                free &= free(port);
            }
            if (free) {
                return first;
            }
        }
        throw new AssertionError("no " + count + " free ports in a row");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** As {@code kill -9} does, all nodes at once; their brokers are not asked. */
    void kill() {
        processes.values().forEach(Process::destroyForcibly);
    }

    /**
     * A killed node's broker ends soon after it; what it writes till then would be in the way of the directory's end.
     */
    @Override
    public void close() {
        clients.values().forEach(KubeClient::close);
        kill();
        processes.values().forEach(process -> process.onExit().join());
        processes.keySet().forEach(this::endBroker);
    }

    private void endBroker(String node) {
        try {
            ProcessHandle broker = broker(node);
            broker.destroyForcibly();
            broker.onExit().join();
        } catch (UncheckedIOException | NoSuchElementException ended) {
            // It never began, or has ended already.
        }
    }
}
