package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.bench.ProcessUsage;
import dev.flotilla.cli.bench.api.HubSubject;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.FleetPlan;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** A hub with its broker, and one simulated member; closing it ends them. */
final class BenchFleet implements AutoCloseable {
    static final String MEMBER = "site";

    private final DataDirectory directory;
    private final LocalState state;

    private BenchFleet(DataDirectory directory, LocalState state) {
        this.directory = directory;
        this.state = state;
    }

    /** @param port for the hub to listen on, on loopback */
    static BenchFleet start(int port) throws IOException {
        DataDirectory directory = new DataDirectory(Files.createTempDirectory("flotilla-bench"));
        FleetPlan plan = new FleetPlan(port, List.of(new FleetPlan.SimulatedMember(MEMBER, "bench")));
        LocalState state = LocalFleet.up(directory, plan, HubSubject.JVM, System.err::println);
        LocalFleet.endWithThisProcess(state);
        return new BenchFleet(directory, state);
    }

    Kubeconfig kubeconfig() {
        return Kubeconfig.read(directory.kubeconfig(), Optional.of("hub"));
    }

    /** Of the hub and its broker. */
    ProcessUsage usage() {
        return ProcessUsage.ofTree(state.hub().pid());
    }

    @Override
    public void close() {
        LocalFleet.stop(state);
        LocalFleet.forget(directory);
    }
}
