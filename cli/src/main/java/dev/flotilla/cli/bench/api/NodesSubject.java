package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.ProcessUsage;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.Waiting;
import dev.flotilla.hub.config.HubInit;
import dev.flotilla.hub.config.HubPlan;
import dev.flotilla.hub.config.NodePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The nodes of a hub as {@code flotilla hub init} sets them up, each with its broker, all of them on this machine. Load
 * goes to the node that leads.
 */
final class NodesSubject implements Subject {
    /** As {@code ./flotilla hub} has them, and a heap that three of them fit beside each other with. */
    static final List<String> JVM = List.of(
            "-Xms1g",
            "-Xmx6g",
            "-XX:+UseG1GC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final int STOP_SECONDS_MAX = 20;
    private static final int PORTS_EACH = 4;
    private static final int CLUSTER_ID_BYTES = 16;
    private static final int PORT_LEAST = 20_000;
    private static final int PORT_MOST = 30_000;

    private final String prefix;
    private final Path directory;
    private final List<String> names;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    private NodesSubject(String prefix, Path directory, List<String> names) {
        this.prefix = prefix;
        this.directory = directory;
        this.names = names;
    }

    static NodesSubject start(String prefix, int nodes, boolean fsync) throws IOException {
        Path directory = Files.createTempDirectory("flotilla-bench-log");
        List<String> names = IntStream.range(0, nodes)
                .mapToObj(number -> String.valueOf((char) ('a' + number)))
                .toList();
        int first = freePorts(nodes * PORTS_EACH);
        List<NodePlan> plans = names.stream()
                .map(name -> NodePlan.parse(name + "=127.0.0.1:" + (first + PORTS_EACH * names.indexOf(name))))
                .toList();
        HubPlan plan = new HubPlan("bench", plans, "data", clusterId(), List.of(), Optional.of(fsync));
        new HubInit(plan, directory, List.of(), Instant.now()).write();
        NodesSubject subject = new NodesSubject(prefix, directory, names);
        Runtime.getRuntime().addShutdownHook(new Thread(subject::stop, "nodes-end"));
        try {
            for (String name : names) {
                subject.run(name);
            }
            names.forEach(subject::awaitReady);
            return subject;
        } catch (IOException | RuntimeException failed) {
            subject.stop();
            throw failed;
        }
    }

    private void run(String name) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JVM);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.flotilla.cli.Flotilla"));
        line.addAll(List.of(
                "hub", "--config", directory.resolve(name).resolve("hub.yaml").toString()));
        processes.put(
                name,
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                directory.resolve(name + ".log").toFile()))
                        .start());
    }

    private void awaitReady(String name) {
        Waiting.until(
                START_MAX,
                () -> answer(name, "/readyz").filter(text -> text.strip().equals("ok")),
                () -> "node " + name + " did not become ready; see " + directory);
    }

    /** Ends the node as an operator does, starts it again, and waits until it is ready. */
    void restart(String name) throws IOException {
        end(process(name));
        run(name);
        awaitReady(name);
    }

    /** Without any warning, and its broker with it. */
    void kill(String name) {
        process(name).destroyForcibly();
    }

    List<String> names() {
        return names;
    }

    /** The node that leads. */
    String leader() {
        return Waiting.until(
                START_MAX,
                () -> names.stream()
                        .filter(name -> answer(name, "/metrics")
                                .filter(text -> value(text, "flotilla_log_leading") == 1)
                                .isPresent())
                        .findFirst(),
                () -> "no node leads; see " + directory);
    }

    double metric(String node, String name) {
        return value(answer(node, "/metrics").orElseThrow(), name);
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private Optional<String> answer(String node, String path) {
        try (KubeClient client = new KubeClient(kubeconfig(node))) {
            return Optional.of(client.text(path));
        } catch (UserError away) {
            return Optional.empty();
        }
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public Kubeconfig kubeconfig() {
        return kubeconfig(leader());
    }

    Kubeconfig kubeconfig(String node) {
        return Kubeconfig.read(directory.resolve("admin.kubeconfig"), Optional.of(node));
    }

    @Override
    public ProcessUsage usage() {
        return processes.values().stream()
                .filter(Process::isAlive)
                .map(process -> ProcessUsage.ofTree(process.pid()))
                .reduce(ProcessUsage.NONE, ProcessUsage::plus);
    }

    /** Of the first node. */
    @Override
    public long liveBytes() {
        return HubSubject.liveBytes(process(names.getFirst()).pid());
    }

    private Process process(String name) {
        Process process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("there is no node " + name);
        }
        return process;
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        processes.values().forEach(Process::destroy);
        processes.values().forEach(NodesSubject::end);
    }

    private static String clusterId() {
        byte[] random = new byte[CLUSTER_ID_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static int freePorts(int count) {
        return IntStream.iterate(PORT_LEAST, port -> port < PORT_MOST, port -> port + count)
                .filter(first -> IntStream.range(first, first + count).allMatch(NodesSubject::free))
                .findFirst()
                .orElseThrow(() -> new UserError("no " + count + " free ports in a row"));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Nothing of it stays. */
    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UserError("cannot empty " + directory + ": " + failed.getMessage(), failed);
        }
    }
}
