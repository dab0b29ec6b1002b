package dev.flotilla.cli.doctor;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at everything in the order in which one thing builds on the other. */
public final class Doctor {
    private Doctor() {}

    /** @param port the port a hub would take, when none runs */
    public static List<Finding> examine(DataDirectory directory, int port, Instant now) {
        Optional<LocalState> state = directory.state();
        List<Finding> findings = new ArrayList<>(
                new MachineChecks(directory, state, state.map(LocalState::port).orElse(port)).all());
        if (state.flatMap(running -> LocalProcess.alive(running.hub())).isPresent()) {
            try (KubeClient hub = LocalHub.client(directory)) {
                findings.addAll(new HubChecks(hub, now).all());
            }
        }
        return List.copyOf(findings);
    }
}
