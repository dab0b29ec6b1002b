package dev.flotilla.e2e.member;

import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.FleetPlan;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.e2e.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** A hub in a process of its own, over its log in Kafka: what users of Flotilla speak to. It has no members. */
final class HubMember implements Member {
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Path LOG = Path.of("target", "conformance-hub.log");

    private final DataDirectory directory;
    private final Api api;

    private HubMember(DataDirectory directory) {
        this.directory = directory;
        this.api = Api.of(directory.kubeconfig());
    }

    static HubMember start() {
        try {
            DataDirectory directory = new DataDirectory(Files.createTempDirectory("flotilla-contract"));
            LocalFleet.up(directory, new FleetPlan(FreePorts.block(1), List.of()), _ -> {});
            return new HubMember(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start a hub", failed);
        }
    }

    @Override
    public Path kubeconfig() {
        return directory.kubeconfig();
    }

    @Override
    public Api api() {
        return api;
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public boolean runsWorkloads() {
        return false;
    }

    @Override
    public void close() {
        api.close();
        directory
                .state()
                .ifPresent(state -> LocalFleet.processes(state).forEach(each -> LocalProcess.stop(each, STOP_MAX)));
        try {
            Files.copy(directory.log("hub"), LOG, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot keep the hub's log", failed);
        }
        LocalFleet.forget(directory);
    }

    @Override
    public String toString() {
        return "hub";
    }
}
