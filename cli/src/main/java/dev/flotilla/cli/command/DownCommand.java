package dev.flotilla.cli.command;

import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the hub and the simulated members; the hub's state stays on disk, the members' is gone. */
@Command(
        name = "down",
        description = "Ends the hub and its simulated members. The hub's state stays in the data directory.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        Optional<LocalState> state = directory.state();
        if (state.isEmpty()) {
            System.out.println("Nothing runs from " + directory.root() + ".");
            return 0;
        }
        LocalFleet.stop(state.get());
        directory.forget();
        System.out.println("Ended. The hub's state is kept in " + directory.hub()
                + "; `flotilla up` goes on from there, removing " + directory.root() + " forgets it.");
        return 0;
    }
}
