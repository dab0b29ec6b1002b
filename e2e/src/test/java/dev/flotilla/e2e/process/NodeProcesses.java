package dev.flotilla.e2e.process;

import static dev.flotilla.e2e.process.HubLayout.NAMES;
import static org.awaitility.Awaitility.await;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes of a {@link HubLayout}, a process each, and the administrator's client of each. None is started by itself.
 * Those that run when this is closed are killed, and the brokers that they carry with them.
 */
public final class NodeProcesses implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(180);
    private static final Duration LEADER_MAX = Duration.ofSeconds(90);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(30);
    private static final List<String> FLOTILLA = List.of("dev.flotilla.cli.Flotilla");

    private final HubLayout layout;
    private final Path logs;
    private final List<String> options;
    private final List<String> main;
    private final Map<String, JavaProcess> processes;
    private final Map<String, KubeClient> clients;

    /**
     * @param logs the directory where each node's {@code NODE.log} is kept
     * @param options of Java, beside the usual
     */
    public NodeProcesses(HubLayout layout, Path logs, List<String> options) {
        this(layout, logs, options, FLOTILLA, REQUEST_MAX);
    }

    /**
     * @param main a class and its first arguments, by which nodes are started; none for the {@code flotilla} command
     * @param requestMax how long clients wait for an answer
     */
    public NodeProcesses(HubLayout layout, Path logs, List<String> options, List<String> main, Duration requestMax) {
        this.layout = layout;
        this.logs = logs;
        this.options = List.copyOf(options);
        this.main = main.isEmpty() ? FLOTILLA : List.copyOf(main);
        this.processes = each(node -> command(node, "hub"));
        this.clients = each(node -> new KubeClient(layout.kubeconfig(node), requestMax));
    }

    private static <T> Map<String, T> each(Function<String, T> made) {
        return NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), made));
    }

    /** Another process with a node's configuration and log, for whoever asks to start and to close. */
    public JavaProcess command(String node, String... command) {
        Stream<String> configured =
                Stream.of("--config", layout.configuration(node).toString());
        List<String> arguments = Stream.of(main.stream(), Stream.of(command), configured)
                .flatMap(Function.identity())
                .toList();
        return new JavaProcess("node " + node, logs.resolve(node + ".log"), options, arguments);
    }

    /** Its files and ports. */
    public HubLayout layout() {
        return layout;
    }

    /** Of a node, whether it runs or not. */
    public JavaProcess process(String node) {
        return Objects.requireNonNull(processes.get(node), node);
    }

    /** Of a node, whether it runs or not. */
    public KubeClient client(String node) {
        return Objects.requireNonNull(clients.get(node), node);
    }

    /** Does nothing if it runs. */
    public void start(String node) {
        process(node).start();
    }

    /** As an orderly restart does. */
    public void end(String node) {
        process(node).end();
    }

    /** As {@code kill -9} does, all nodes at once; their brokers are not asked. */
    public void kill() {
        JavaProcess.kill(processes.values());
    }

    /** Those whose processes run, in order. */
    public List<String> running() {
        return NAMES.stream().filter(node -> process(node).alive()).toList();
    }

    /** Waits until a node that was started is ready, or has ended, which is an error. */
    public void awaitReady(String node) {
        JavaProcess process = process(node);
        await("node " + node + " to be ready; its log is " + process.log())
                .atMost(READY_MAX)
                .until(() -> {
                    if (!process.alive()) {
                        throw new AssertionError("node " + node + " has ended; its log is " + process.log());
                    }
                    return ready(node);
                });
    }

    /** Whether it says so. */
    public boolean ready(String node) {
        return text(node, "/readyz").filter(page -> page.strip().equals("ok")).isPresent();
    }

    /** The running node that says of itself that it leads, once there is one. */
    public String leader() {
        return leader(running());
    }

    /** The same, asking these alone. */
    public String leader(List<String> asked) {
        return await("a leader")
                .atMost(LEADER_MAX)
                .until(() -> asked.stream().filter(this::leads).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Whether it says of itself that it does. */
    public boolean leads(String node) {
        return text(node, "/metrics")
                .filter(page -> page.lines().anyMatch("flotilla_log_leading 1.0"::equals))
                .isPresent();
    }

    private Optional<String> text(String node, String path) {
        try {
            return Optional.of(client(node).text(path));
        } catch (UserError notThere) {
            return Optional.empty();
        }
    }

    /**
     * A killed node's broker ends soon after it; what it writes till then would be in the way of the directory's end.
     */
    @Override
    public void close() {
        clients.values().forEach(KubeClient::close);
        kill();
        List<ProcessHandle> brokers =
                NAMES.stream().flatMap(node -> layout.broker(node).stream()).toList();
        brokers.forEach(ProcessHandle::destroyForcibly);
        brokers.forEach(broker -> broker.onExit().join());
    }
}
