package dev.flotilla.e2e.nodes;

import static org.awaitility.Awaitility.await;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.HubNodes;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.command.StatusCommand;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import dev.flotilla.replication.broker.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * Three hub nodes over one broker that none of them carries. Each listens for the others on a loopback address of its
 * own, and they ask DNS where the others are.
 */
final class HubProcesses implements AutoCloseable {
    static final List<String> NAMES = List.of("a", "b", "c");
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final int PORTS_EACH = 4;
    private static final int PORT_FIRST = 20_000;
    private static final int PORTS = 10_000;

    private final Path directory;
    private final EmbeddedBroker broker;
    private final Map<String, Process> processes = new TreeMap<>();
    private final Map<String, KubeClient> clients = new HashMap<>();
    private final int basePort;
    private final NameService names;

    private HubProcesses(Path directory, EmbeddedBroker broker, int basePort) throws IOException {
        this.directory = directory;
        this.broker = broker;
        this.basePort = basePort;
        this.names = new NameService(directory.resolve("hosts"));
    }

    /** Starts nothing yet: each node is launched, and published to the others, when the time has come. */
    static HubProcesses prepare(Path directory) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.inProcess(
                EmbeddedBroker.Options.in(directory.resolve("broker")).withFsync(false));
        HubProcesses hub = new HubProcesses(directory, broker, freePorts(NAMES.size() * PORTS_EACH));
        List<NodePlan> nodes = IntStream.range(0, NAMES.size())
                .mapToObj(index -> NodePlan.parse(NAMES.get(index) + "=127.0.0.1:" + (hub.basePort + index * PORTS_EACH)
                        + "@eu/eu-" + NAMES.get(index)))
                .toList();
        HubPlan plan = new HubPlan("several", nodes, "data", "", List.of(broker.bootstrapServers()));
        new HubInit(plan, directory, List.of(), Instant.now()).write();
        for (String node : NAMES) {
            hub.askDns(node);
        }
        return hub;
    }

    private void askDns(String node) throws IOException {
        Path file = files(node).resolve("hub.yaml");
        String peers = "peers:\n  listen: '" + peerAddress(node) + ":" + peerPort(node) + "'\n  advertised: '"
                + advertised(node) + "'\n  dns: " + NameService.NAME + "\n  dnsServer: '" + names.server() + "'\n";
        Files.writeString(file, Files.readString(file).replaceFirst("peers:\n( .*\n)+", peers));
    }

    /** Makes the node's name known. */
    void publish(String node) throws IOException {
        names.publish(node, peerAddress(node), peerPort(node));
    }

    private static int freePorts(int count) {
        Random random = new Random();
        while (true) {
            int base = PORT_FIRST + random.nextInt(PORTS);
            if (IntStream.range(base, base + count).allMatch(HubProcesses::free)) {
                return base;
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

    /** The port on which a node listens for the others. */
    int peerPort(String node) {
        return basePort + NAMES.indexOf(node) * PORTS_EACH + 1;
    }

    /** The address on which it listens for them. */
    String peerAddress(String node) {
        return "127.0.0." + (NAMES.indexOf(node) + 2);
    }

    /** What the others know it by. */
    String advertised(String node) {
        return NameService.host(node) + ":" + peerPort(node);
    }

    Path files(String node) {
        return directory.resolve(node);
    }

    void launch(String node) {
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                names.option(),
                // A name that was unknown is asked again soon; ten seconds by default.
                "-Dsun.net.inetaddr.negative.ttl=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.flotilla.cli.Flotilla",
                "hub",
                "--config",
                files(node).resolve("hub.yaml").toString());
        try {
            processes.put(
                    node,
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                    directory.resolve(node + ".log").toFile()))
                            .start());
        } catch (IOException failed) {
            throw new AssertionError("cannot start node " + node, failed);
        }
    }

    void awaitReady() {
        running()
                .forEach(node -> await("node " + node + " to be ready; its log is " + directory.resolve(node + ".log"))
                        .atMost(START_MAX)
                        .until(() -> text(node, "/readyz").filter("ok"::equals).isPresent()));
    }

    List<String> running() {
        return processes.entrySet().stream()
                .filter(entry -> entry.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The node that says of itself that it leads. */
    String leader() {
        return leader(running());
    }

    /** The same, asking these alone. */
    String leader(List<String> asked) {
        return await("a leader")
                .atMost(START_MAX)
                .until(() -> asked.stream().filter(this::leads).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    boolean leads(String node) {
        return text(node, "/metrics")
                .filter(page ->
                        page.lines().anyMatch(line -> line.startsWith("flotilla_log_leading") && line.endsWith(" 1.0")))
                .isPresent();
    }

    private Optional<String> text(String node, String path) {
        try {
            return Optional.of(client(node).text(path).strip());
        } catch (UserError notThere) {
            return Optional.empty();
        }
    }

    /** How many slices each node holds, as the given one sees it. */
    Map<String, Integer> slices(String seenBy) {
        Map<String, Integer> held = new TreeMap<>();
        HubNodes.of(client(seenBy))
                .forEach(node -> held.put(node.name(), node.slices().size()));
        held.values().removeIf(count -> count == 0);
        return held;
    }

    KubeClient client(String node) {
        return clients.computeIfAbsent(
                node,
                name -> new KubeClient(Kubeconfig.read(directory.resolve("admin.kubeconfig"), Optional.of(name))));
    }

    /** As {@code kill -9} does. */
    void kill(String node) {
        try {
            processes.get(node).destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Suspends a node's process, which knows nothing of it, or lets it go on. */
    void suspend(String node, boolean suspended) {
        try {
            new ProcessBuilder(
                            "kill",
                            suspended ? "-STOP" : "-CONT",
                            String.valueOf(processes.get(node).pid()))
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As whoever restarts it does; returns when the process has ended. */
    boolean terminate(String node) {
        Process process = processes.get(node);
        process.destroy();
        try {
            return process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What {@code flotilla status} prints, asking one node. */
    String status(String node) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            new CommandLine(new StatusCommand())
                    .execute(
                            "--kubeconfig",
                            directory.resolve("admin.kubeconfig").toString(),
                            "--context",
                            node);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clients.values().forEach(KubeClient::close);
        processes.keySet().forEach(this::kill);
        broker.close();
        names.close();
    }
}
