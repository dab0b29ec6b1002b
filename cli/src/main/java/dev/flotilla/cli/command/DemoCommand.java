package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.demo.Demo;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells the whole story by itself: a shop over three regions, the loss of one, and its return. */
@Command(
        name = "demo",
        description =
                "Runs a shop over three regions, loses one of them, brings it back, rehearses its loss, and says what happened.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".flotilla/demo",
            description = "where the demo keeps its state; emptied first (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".flotilla/demo");

    @Mixin
    private FleetOptions fleet = new FleetOptions();

    @Option(names = "--keep", description = "leave everything running at the end, to look around")
    private boolean keep;

    @Override
    public Integer call() {
        DataDirectory directory = new DataDirectory(data);
        refuseIfRunning(directory);
        LocalFleet.forget(directory);
        long started = System.nanoTime();
        LocalState state = LocalFleet.up(directory, fleet.plan(), Terminal::step);
        Thread cleaner = LocalFleet.endWithThisProcess(state);
        new Demo(directory, state, example("shop"), example("drills").resolve("lose-eu.yaml")).run();
        Terminal.step("Done in %.0f s".formatted((System.nanoTime() - started) / 1e9));
        if (keep) {
            Runtime.getRuntime().removeShutdownHook(cleaner);
            Terminal.line("Everything is left running. To look around, and to end it:");
            Terminal.hint("export KUBECONFIG=" + directory.kubeconfig());
            Terminal.hint("./flotilla down --data " + data);
        } else {
            LocalFleet.stop(state);
            directory.forget();
            Terminal.line("Everything has been ended; with `flotilla demo --keep` it stays, to look around in.");
        }
        return 0;
    }

    private static void refuseIfRunning(DataDirectory directory) {
        Optional<LocalState> state = Files.exists(directory.root()) ? directory.state() : Optional.empty();
        if (state.flatMap(running -> LocalProcess.alive(running.hub())).isPresent()) {
            throw new UserError("a demo is still running from " + directory.root()
                    + "; end it with `flotilla down --data " + directory.root() + "`");
        }
    }

    private static Path example(String name) {
        Path home = Path.of(Optional.ofNullable(System.getenv("FLOTILLA_HOME")).orElse("."));
        Path folder = home.resolve("examples").resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new UserError("the demo's manifests are not at " + folder + "; run it as ./flotilla from a checkout");
        }
        return folder;
    }
}
