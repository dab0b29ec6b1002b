package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.hub.vault.HubCipher;
import dev.flotilla.hub.vault.HubRestore;
import dev.flotilla.replication.kafka.LogRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a hub's log out of a backup. */
@Command(
        name = "restore",
        description = "Makes a hub out of a backup, in a data directory that holds none.",
        footer = {
            "",
            "The file is read to its end before anything is written. Put the key file of the hub that was backed up in",
            "place first: encryption.keys in the hub's directory, chmod 600. Do not start a restored hub while the old",
            "one runs: both would manage the same members."
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "FILE", description = "what `flotilla backup` wrote")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        if (directory.state().map(LocalState::hub).flatMap(LocalProcess::alive).isPresent()) {
            throw new UserError("a hub runs from " + directory.root()
                    + "; end it with `flotilla down`, or choose another" + " directory with --data DIR");
        }
        directory.create();
        try {
            LogRestore.Restored restored = HubRestore.into(directory.hub(), file);
            System.out.println("Restored " + restored.objects() + " objects into " + directory.hub()
                    + "; their resourceVersions lie above " + restored.base() + ".");
            System.out.println("Start the hub with: flotilla up --data " + directory.root());
            return 0;
        } catch (IOException | RuntimeException failed) {
            throw new UserError(
                    "cannot restore " + file + ": " + failed.getMessage() + " (keys are looked for in "
                            + HubCipher.keyFile(directory.hub()) + ")",
                    failed);
        }
    }
}
