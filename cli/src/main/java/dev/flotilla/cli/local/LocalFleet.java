package dev.flotilla.cli.local;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.FleetView;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.client.Membership;
import dev.flotilla.simulator.SimulatorClient;
import dev.flotilla.simulator.SimulatorClient.ClusterView;
import dev.flotilla.simulator.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Starts a hub and its simulated members on this machine, and joins the ones to the other. */
public final class LocalFleet {
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private LocalFleet() {}

    /**
     * Starts what does not run yet and waits until every member is ready.
     *
     * @param progress told what happens, in words for a person
     */
    public static LocalState up(DataDirectory directory, FleetPlan plan, Consumer<String> progress) {
        return up(directory, plan, List.of(), progress);
    }

    /** @param hubJvm options for the hub's Java beside the usual ones, over which they win */
    public static LocalState up(
            DataDirectory directory, FleetPlan plan, List<String> hubJvm, Consumer<String> progress) {
        directory.create();
        LocalState.@org.jspecify.annotations.Nullable Started simulator = startSimulator(directory, plan, progress);
        LocalState.Started hub = startHub(directory, plan, hubJvm, progress);
        LocalState state = new LocalState(hub, simulator, plan.port(), plan.names(), plan.regions());
        directory.save(state);
        Map<String, Kubeconfig> members = memberKubeconfigs(directory, plan);
        writeKubeconfig(directory, members);
        join(directory, plan, members, progress);
        return state;
    }

    /** How {@link #up} runs the hub's Java. */
    public static List<String> hubJvm() {
        return ProcessJvm.hub(System.getenv());
    }

    /** Every process that {@link #up} started. */
    public static List<LocalState.Started> processes(LocalState state) {
        LocalState.Started simulator = state.simulator();
        return simulator == null ? List.of(state.hub()) : List.of(state.hub(), simulator);
    }

    /** Ends those that still run. */
    public static void stop(LocalState state) {
        processes(state).forEach(each -> LocalProcess.stop(each, STOP_MAX));
    }

    /** Ends them with this process, also when that is interrupted. */
    public static Thread endWithThisProcess(LocalState state) {
        Thread end = new Thread(() -> stop(state), "fleet-end");
        Runtime.getRuntime().addShutdownHook(end);
        return end;
    }

    /** Starts the hub alone, on the state it left; the members are as they are. */
    public static LocalState restartHub(DataDirectory directory, Consumer<String> progress) {
        LocalState before =
                directory.state().orElseThrow(() -> new UserError("nothing was started from " + directory.root()));
        FleetPlan plan = new FleetPlan(before.port(), List.of());
        LocalState state = new LocalState(
                startHub(directory, plan, List.of(), progress),
                before.simulator(),
                before.port(),
                before.clusters(),
                before.regions());
        directory.save(state);
        return state;
    }

    /** Cuts a simulated member, or every one of a region, off. */
    public static List<ClusterView> fail(DataDirectory directory, String target) {
        return inflict(directory, target, Fault.Unreachable.UNREACHABLE);
    }

    public static List<ClusterView> slow(DataDirectory directory, String target, Duration latency) {
        return inflict(directory, target, new Fault.Slow(latency));
    }

    /** @param percent of requests that are answered with an error */
    public static List<ClusterView> err(DataDirectory directory, String target, int percent) {
        return inflict(directory, target, new Fault.Erroring(503, percent / 100.0));
    }

    public static List<ClusterView> heal(DataDirectory directory, String target) {
        return inflict(directory, target, Fault.None.NONE);
    }

    /** The simulated members as they are. */
    public static List<ClusterView> simulated(DataDirectory directory) {
        try (SimulatorClient client = SimulatorClient.of(directory.simulator())) {
            return client.clusters();
        } catch (IOException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    private static List<ClusterView> inflict(DataDirectory directory, String target, Fault fault) {
        try (SimulatorClient client = SimulatorClient.of(directory.simulator())) {
            return client.set(target, fault);
        } catch (IOException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    /** Removes everything that a hub has left in the directory. */
    public static void forget(DataDirectory directory) {
        if (!Files.exists(directory.root())) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory.root())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UserError("cannot empty " + directory.root() + ": " + failed.getMessage(), failed);
        }
    }

    private static LocalState.@org.jspecify.annotations.Nullable Started startSimulator(
            DataDirectory directory, FleetPlan plan, Consumer<String> progress) {
        Optional<LocalState.Started> running = directory
                .state()
                .map(LocalState::simulator)
                .filter(started -> LocalProcess.alive(started).isPresent());
        if (running.isPresent() || plan.members().isEmpty()) {
            return running.orElse(null);
        }
        progress.accept("Starting " + plan.members().size() + " simulated members: " + String.join(", ", plan.names()));
        List<String> command =
                new ArrayList<>(List.of("sim", "run", "--data", directory.root().toString()));
        plan.members().forEach(member -> command.addAll(List.of("--member", member.name() + "=" + member.region())));
        LocalState.Started started = LocalProcess.start(ProcessJvm.SIMULATOR, command, directory.log("simulator"));
        awaitSimulator(directory, plan, started);
        return started;
    }

    private static void awaitSimulator(DataDirectory directory, FleetPlan plan, LocalState.Started started) {
        Waiting.until(
                START_MAX,
                () -> {
                    requireAlive(started, "simulator", directory);
                    boolean written =
                            plan.names().stream().allMatch(name -> Files.exists(memberKubeconfig(directory, name)));
                    return written ? Optional.of(true) : Optional.empty();
                },
                () -> "the simulated members did not start within " + START_MAX.toSeconds() + " s; see "
                        + directory.log("simulator"));
    }

    private static LocalState.Started startHub(
            DataDirectory directory, FleetPlan plan, List<String> jvm, Consumer<String> progress) {
        Optional<LocalState.Started> running = directory
                .state()
                .map(LocalState::hub)
                .filter(started -> LocalProcess.alive(started).isPresent())
                .filter(started -> staysAlive(directory, started));
        if (running.isPresent()) {
            progress.accept("The hub runs already (pid " + running.get().pid() + ")");
            return running.get();
        }
        if (!Ports.free(plan.port())) {
            throw new UserError("port " + plan.port() + " is taken by another program; choose another with --port N");
        }
        progress.accept("Starting the hub with its broker on https://127.0.0.1:" + plan.port());
        List<String> arguments = new ArrayList<>(List.of(
                "hub",
                "--data",
                directory.hub().toString(),
                "--port",
                Integer.toString(plan.port()),
                "--evict-after",
                "5"));
        arguments.addAll(plan.hubArguments());
        LocalState.Started started = LocalProcess.start(
                Stream.concat(hubJvm().stream(), jvm.stream()).toList(), arguments, directory.log("hub"));
        awaitHub(directory, started);
        return started;
    }

    /** A process that was killed is seen for a while yet: it counts if it answers, and does not if it goes. */
    private static boolean staysAlive(DataDirectory directory, LocalState.Started hub) {
        return Waiting.until(
                START_MAX,
                () -> {
                    if (LocalProcess.alive(hub).isEmpty()) {
                        return Optional.of(false);
                    }
                    return hubIsReady(directory) ? Optional.of(true) : Optional.empty();
                },
                () -> "a hub runs (pid " + hub.pid() + ") and does not answer within " + START_MAX.toSeconds()
                        + " s; see " + directory.log("hub") + ", or end it: flotilla down");
    }

    private static void awaitHub(DataDirectory directory, LocalState.Started started) {
        Waiting.until(
                START_MAX,
                () -> {
                    requireAlive(started, "hub", directory);
                    return hubIsReady(directory) ? Optional.of(true) : Optional.empty();
                },
                () -> "the hub did not become ready within " + START_MAX.toSeconds() + " s; see "
                        + directory.log("hub"));
    }

    private static boolean hubIsReady(DataDirectory directory) {
        Path admin = adminKubeconfig(directory);
        if (!Files.exists(admin)) {
            return false;
        }
        try (KubeClient client = new KubeClient(Kubeconfig.read(admin, Optional.empty()))) {
            return client.text("/readyz").strip().equals("ok");
        } catch (UserError notYet) {
            return false;
        }
    }

    private static void requireAlive(LocalState.Started started, String process, DataDirectory directory) {
        if (LocalProcess.alive(started).isEmpty()) {
            throw new UserError("the " + process + " ended while starting; see " + directory.log(process));
        }
    }

    private static void join(
            DataDirectory directory, FleetPlan plan, Map<String, Kubeconfig> members, Consumer<String> progress) {
        if (plan.members().isEmpty()) {
            return;
        }
        try (KubeClient hub = LocalHub.client(directory)) {
            Membership membership = new Membership(hub);
            for (FleetPlan.SimulatedMember member : plan.members()) {
                membership.join(
                        member.name(),
                        java.util.Objects.requireNonNull(members.get(member.name())),
                        new Membership.Location(member.region(), List.of(member.region() + "-a"), "simulator"));
            }
            progress.accept("Joining them, and waiting until the hub has seen each of them ready");
            awaitMembers(new FleetView(hub), plan);
        }
    }

    private static void awaitMembers(FleetView fleet, FleetPlan plan) {
        Waiting.until(
                READY_MAX,
                () -> {
                    long ready = fleet.members().stream()
                            .filter(member -> plan.names().contains(member.name()))
                            .filter(member -> member.ready().equals("True"))
                            .count();
                    return ready == plan.members().size() ? Optional.of(true) : Optional.empty();
                },
                () -> "not every member became ready within " + READY_MAX.toSeconds() + " s: " + fleet.members());
    }

    private static Map<String, Kubeconfig> memberKubeconfigs(DataDirectory directory, FleetPlan plan) {
        Map<String, Kubeconfig> members = new LinkedHashMap<>();
        plan.names()
                .forEach(name ->
                        members.put(name, Kubeconfig.read(memberKubeconfig(directory, name), Optional.empty())));
        return members;
    }

    private static void writeKubeconfig(DataDirectory directory, Map<String, Kubeconfig> members) {
        SequencedMap<String, Kubeconfig> all = new LinkedHashMap<>();
        all.put("hub", Kubeconfig.read(adminKubeconfig(directory), Optional.empty()));
        all.putAll(members);
        try {
            PrivateFile.write(directory.kubeconfig(), Kubeconfig.merged(all).toPrettyString());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + directory.kubeconfig(), failed);
        }
    }

    private static Path memberKubeconfig(DataDirectory directory, String name) {
        return directory.simulator().resolve(name + ".kubeconfig");
    }

    private static Path adminKubeconfig(DataDirectory directory) {
        return directory.hub().resolve("admin.kubeconfig");
    }
}
