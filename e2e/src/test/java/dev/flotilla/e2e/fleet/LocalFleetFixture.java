package dev.flotilla.e2e.fleet;

import static org.awaitility.Awaitility.await;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.FleetPlan;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.e2e.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A fleet in processes of its own, in a data directory that goes with it: a hub, its broker, simulated members. It is
 * started, found and mended through the command line's own code.
 */
final class LocalFleetFixture implements AutoCloseable {
    static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/%s/deployments";
    static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters";
    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int LOG_LINES_MAX = 30;

    private final DataDirectory directory;
    private final FleetPlan plan;

    private LocalFleetFixture(DataDirectory directory, FleetPlan plan) {
        this.directory = directory;
        this.plan = plan;
    }

    /** @param members each as {@code name=region} */
    static LocalFleetFixture start(String... members) {
        try {
            List<FleetPlan.SimulatedMember> simulated = Stream.of(members)
                    .map(each -> each.split("="))
                    .map(each -> new FleetPlan.SimulatedMember(each[0], each[1]))
                    .toList();
            LocalFleetFixture fleet = new LocalFleetFixture(
                    new DataDirectory(Files.createTempDirectory("flotilla-e2e")), new FleetPlan(freePort(), simulated));
            fleet.upOrNothing();
            return fleet;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot prepare a fleet", failed);
        }
    }

    private void upOrNothing() {
        try {
            up();
        } catch (RuntimeException failed) {
            String log = lastLines(directory.log("hub")) + lastLines(directory.log("simulator"));
            close();
            throw new AssertionError("the fleet did not start: " + failed.getMessage() + "\n" + log, failed);
        }
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size())) + "\n";
        } catch (IOException unreadable) {
            return log + " cannot be read\n";
        }
    }

    /** Starts what does not run, joins the members, waits until they are ready. */
    void up() {
        LocalFleet.up(directory, plan, _ -> {});
    }

    KubeClient hub() {
        return client("hub");
    }

    KubeClient client(String context) {
        return new KubeClient(Kubeconfig.read(directory.kubeconfig(), Optional.of(context)));
    }

    Kubectl kubectl(String context, String namespace) {
        return Kubectl.with(directory.kubeconfig(), namespace).context(context);
    }

    List<String> members() {
        return plan.names();
    }

    DataDirectory directory() {
        return directory;
    }

    /** What a GET gives; a missing node if there is no such object. */
    JsonNode get(String context, String path) {
        try (KubeClient client = client(context)) {
            return client.get(path)
                    .<JsonNode>map(found -> found)
                    .orElseGet(dev.flotilla.api.store.ObjectJson.mapper()::missingNode);
        }
    }

    /** The items of a list; none if the kind is not served. */
    List<JsonNode> list(String context, String path) {
        return get(context, path).path("items").valueStream().toList();
    }

    void fail(String clusterOrRegion) {
        LocalFleet.fail(directory, clusterOrRegion);
    }

    void heal(String clusterOrRegion) {
        LocalFleet.heal(directory, clusterOrRegion);
    }

    boolean isReady(String cluster) {
        return get("hub", CLUSTERS + "/" + cluster)
                .at("/status/conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString("").equals("Ready")
                        && condition.path("status").asString("").equals("True"));
    }

    /** Waits until every member is ready and takes workloads. */
    void awaitReady() {
        await("every member ready")
                .atMost(READY_MAX)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> members().stream()
                        .allMatch(name -> isReady(name)
                                && get("hub", CLUSTERS + "/" + name)
                                        .at("/spec/taints")
                                        .isEmpty()));
    }

    /** {@code kill -9} of the hub alone; its broker has to notice. */
    void killHub() {
        kill(List.of(hubProcess()));
    }

    /** {@code kill -9} of hub and broker at the same instant. */
    void killHubAndBroker() {
        ProcessHandle hub = hubProcess();
        List<ProcessHandle> both = new ArrayList<>(hub.descendants().toList());
        both.add(hub);
        kill(both);
    }

    void restartHub() {
        LocalFleet.restartHub(directory, _ -> {});
    }

    /** Takes away all that the hub knows; it must not run. */
    void loseHubsData() {
        try (Stream<Path> files = Files.walk(directory.hub())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot empty " + directory.hub(), failed);
        }
    }

    @Override
    public void close() {
        directory
                .state()
                .ifPresent(state -> LocalFleet.processes(state).forEach(each -> LocalProcess.stop(each, STOP_MAX)));
        LocalFleet.forget(directory);
    }

    private ProcessHandle hubProcess() {
        LocalState.Started hub = directory.state().orElseThrow().hub();
        return LocalProcess.alive(hub)
                .orElseThrow(() -> new AssertionError("the hub has ended by itself; see " + directory.log("hub")));
    }

    private static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(each -> each.onExit().join());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
