package dev.flotilla.cli.command;

import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.cli.local.Waiting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a hub with its broker and simulated members. */
@Command(
        name = "up",
        description = "Starts a hub with its broker and simulated member clusters.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MS = 1000;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Mixin
    private SecurityFlags security = new SecurityFlags();

    @Option(names = "--detach", description = "come back when everything is ready; without it, Ctrl-C ends everything")
    private boolean detach;

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        LocalState state =
                LocalFleet.up(directory, fleet.plan().withHubArguments(security.arguments()), Terminal::step);
        next(directory, state);
        if (!detach) {
            stay(state);
        }
        return 0;
    }

    private static void next(DataDirectory directory, LocalState state) {
        Terminal.step("Ready. What to do next");
        Terminal.hint("export KUBECONFIG=" + directory.kubeconfig());
        Terminal.hint("kubectl get clusters");
        Terminal.hint("kubectl apply -f examples/shop/ && kubectl -n shop get rb,deploy");
        if (!state.clusters().isEmpty()) {
            Terminal.hint("kubectl --context " + state.clusters().getFirst() + " -n shop get pods");
            Terminal.hint(
                    "./flotilla sim fail " + state.regions().getFirst() + "; ./flotilla status; ./flotilla sim heal "
                            + state.regions().getFirst());
        }
        Terminal.hint("./flotilla down");
    }

    private static void stay(LocalState state) {
        List<LocalState.Started> ours = LocalFleet.processes(state);
        LocalFleet.endWithThisProcess(state);
        while (ours.stream()
                .allMatch(
                        each -> dev.flotilla.cli.local.LocalProcess.alive(each).isPresent())) {
            Waiting.pause(LOOK_EVERY_MS);
        }
    }
}
