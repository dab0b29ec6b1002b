package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.hub.HubRestore;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.HubFile;
import dev.flotilla.hub.config.HubFileException;
import dev.flotilla.hub.vault.HubCipher;
import dev.flotilla.replication.kafka.LogRefusedException;
import dev.flotilla.replication.kafka.LogRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "a node's hub.yaml, for a hub in production; its Kafka must hold no log of the hub. Where the"
                    + " nodes carry the brokers, run `flotilla hub broker` on the others meanwhile")
    private @Nullable Path config;

    @Override
    public Integer call() {
        if (config == null) {
            local();
        } else {
            restore(read(config), "its nodes, as flotilla hub --config " + config);
        }
        return 0;
    }

    private void local() {
        DataDirectory directory = data.directory();
        if (directory.state().map(LocalState::hub).flatMap(LocalProcess::alive).isPresent()) {
            throw new UserError("a hub runs from " + directory.root()
                    + "; end it with `flotilla down`, or choose another" + " directory with --data DIR");
        }
        directory.create();
        try {
            restore(HubConfig.local(directory.hub(), 0), "flotilla up --data " + directory.root());
        } catch (UserError failed) {
            throw new UserError(
                    failed.getMessage() + " (keys are looked for in " + HubCipher.keyFile(directory.hub()) + ")",
                    failed);
        }
    }

    private static HubConfig read(Path file) {
        try {
            return HubFile.read(file);
        } catch (HubFileException | IOException unusable) {
            throw new UserError("the configuration cannot be used:\n" + unusable.getMessage(), unusable);
        }
    }

    private void restore(HubConfig hub, String start) {
        try {
            LogRestore.Restored restored = HubRestore.into(hub, file, System.err::println);
            System.out.println("Restored " + restored.objects() + " objects; their resourceVersions lie above "
                    + restored.base() + ".");
            System.out.println("Start the hub now: " + start);
        } catch (IOException | LogRefusedException | KafkaException failed) {
            throw new UserError("cannot restore " + file + ": " + failed.getMessage(), failed);
        }
    }
}
