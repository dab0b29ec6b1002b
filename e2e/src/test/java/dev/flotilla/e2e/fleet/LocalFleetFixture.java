package dev.flotilla.e2e.fleet;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.FleetPlan;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.e2e.Kubectl;
import dev.flotilla.e2e.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A fleet in processes of its own, in a data directory that goes with it: a hub, its broker, simulated members. It is
 * started, found and mended through the command line's own code.
 */
public final class LocalFleetFixture implements AutoCloseable {
    static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/%s/deployments";
    static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters";
    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private static final Path LOGS = Path.of("target", "fleet-logs");

    private final DataDirectory directory;
    private final FleetPlan plan;
    private final List<ProcessHandle> killed = new ArrayList<>();
    private final Map<String, KubeClient> clients = new ConcurrentHashMap<>();

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
                    new DataDirectory(Files.createTempDirectory("flotilla-e2e")),
                    new FleetPlan(FreePorts.block(1), simulated));
            fleet.upOrNothing();
            return fleet;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot prepare a fleet", failed);
        }
    }

    /** A directory for a hub without members that nobody has started yet. */
    static LocalFleetFixture unstarted() {
        try {
            return new LocalFleetFixture(
                    new DataDirectory(Files.createTempDirectory("flotilla-e2e")),
                    new FleetPlan(FreePorts.block(1), List.of()));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot prepare a fleet", failed);
        }
    }

    private void upOrNothing() {
        try {
            up();
        } catch (RuntimeException failed) {
            close();
            throw new AssertionError(
                    "the fleet did not start: " + failed.getMessage() + "; its logs are in " + logs(), failed);
        }
    }

    /** Starts what does not run, joins the members, waits until they are ready. */
    void up() {
        forgetClients();
        LocalFleet.up(directory, plan, _ -> {});
    }

    /** Puts right what faults have left: every member can be reached, the hub runs and takes workloads to all. */
    void mend() {
        plan.regions().forEach(this::heal);
        if (LocalProcess.alive(directory.state().orElseThrow().hub()).isEmpty()) {
            restartHub();
        }
        awaitReady();
    }

    /** A client that is closed with the fleet. */
    KubeClient hub() {
        return client("hub");
    }

    /** A client of the caller's own, to be closed by it: for watches that outlive a fault. */
    KubeClient watcher(String context) {
        return new KubeClient(Kubeconfig.read(directory.kubeconfig(), Optional.of(context)));
    }

    KubeClient client(String context) {
        return clients.computeIfAbsent(context, this::watcher);
    }

    /** Connections do not outlive what they lead to, and a hub that starts anew has other keys. */
    private void forgetClients() {
        clients.values().forEach(KubeClient::close);
        clients.clear();
    }

    public Kubectl kubectl(String context, String namespace) {
        return Kubectl.with(directory.kubeconfig(), namespace).context(context);
    }

    List<String> members() {
        return plan.names();
    }

    /** The region of each member. */
    Map<String, String> regions() {
        return plan.members().stream()
                .collect(Collectors.toMap(FleetPlan.SimulatedMember::name, FleetPlan.SimulatedMember::region));
    }

    List<String> membersIn(String region) {
        return members().stream()
                .filter(name -> region.equals(regions().get(name)))
                .toList();
    }

    /** Where kubectl and other clients find hub and members: the contexts are named after them. */
    public Path kubeconfig() {
        return directory.kubeconfig();
    }

    DataDirectory directory() {
        return directory;
    }

    /** What a GET gives; a missing node if there is no such object. */
    JsonNode get(String context, String path) {
        return client(context).get(path).<JsonNode>map(found -> found).orElseGet(ObjectJson.mapper()::missingNode);
    }

    /** The items of a list; none if the kind is not served. */
    List<JsonNode> list(String context, String path) {
        return get(context, path).path("items").valueStream().toList();
    }

    void fail(String clusterOrRegion) {
        forgetClients();
        LocalFleet.fail(directory, clusterOrRegion);
    }

    void heal(String clusterOrRegion) {
        forgetClients();
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

    /** {@code kill -9} of the hub alone; its broker has to notice. Returns at once, as kill does. */
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
        forgetClients();
        LocalFleet.restartHub(directory, _ -> {});
    }

    /** Takes away all that the hub knows, once it and its broker, which were killed, are gone. */
    void loseHubsData() {
        killed.forEach(each -> each.onExit().join());
        try (Stream<Path> files = Files.walk(directory.hub())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot empty " + directory.hub(), failed);
        }
    }

    /** Ends every process. What they logged stays among the build's results. */
    @Override
    public void close() {
        forgetClients();
        directory
                .state()
                .ifPresent(state -> LocalFleet.processes(state).forEach(each -> LocalProcess.stop(each, STOP_MAX)));
        keepLogs();
        LocalFleet.forget(directory);
    }

    private void keepLogs() {
        try {
            Files.createDirectories(logs());
            for (String process : List.of("hub", "simulator")) {
                if (Files.exists(directory.log(process))) {
                    Files.copy(
                            directory.log(process),
                            logs().resolve(process + ".log"),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot keep the logs of " + directory.root(), failed);
        }
    }

    private Path logs() {
        return LOGS.resolve(directory.root().getFileName());
    }

    private ProcessHandle hubProcess() {
        LocalState.Started hub = directory.state().orElseThrow().hub();
        return LocalProcess.alive(hub)
                .orElseThrow(() -> new AssertionError("the hub has ended by itself; see " + directory.log("hub")));
    }

    private void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        forgetClients();
        killed.addAll(processes);
    }
}
