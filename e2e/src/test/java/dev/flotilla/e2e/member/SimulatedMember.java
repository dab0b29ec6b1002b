package dev.flotilla.e2e.member;

import dev.flotilla.simulator.ClusterOptions;
import dev.flotilla.simulator.FleetOptions;
import dev.flotilla.simulator.SimulatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cluster of the simulator, over its real socket. */
final class SimulatedMember implements Member {
    private static final String NAME = "simulated";

    private final SimulatorProcess simulator;
    private final Path kubeconfig;
    private final Api api;

    private SimulatedMember(SimulatorProcess simulator, Path kubeconfig) {
        this.simulator = simulator;
        this.kubeconfig = kubeconfig;
        this.api = Api.of(kubeconfig);
    }

    static SimulatedMember start() {
        try {
            Path directory = Files.createTempDirectory("simulator");
            SimulatorProcess simulator = SimulatorProcess.start(
                    FleetOptions.of(directory, List.of(NAME), List.of("eu"), 0, ClusterOptions.Nodes.DEFAULT));
            return new SimulatedMember(simulator, directory.resolve(NAME + ".kubeconfig"));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start the simulator", failed);
        }
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Api api() {
        return api;
    }

    @Override
    public boolean runsPods() {
        return true;
    }

    @Override
    public void close() {
        api.close();
        simulator.close();
    }

    @Override
    public String toString() {
        return "simulator";
    }
}
