package dev.flotilla.cli.command;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.drill.Drills;
import dev.flotilla.cli.local.LocalHub;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a drill to its verdict. */
@Command(
        name = "watch",
        description = "Follows a drill to its verdict. Exit code 0 if it passed, 3 if not.",
        mixinStandardHelpOptions = true)
public final class DrillWatchCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "the drill's name")
    private String name = "";

    @Override
    public Integer call() {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            return DrillRunCommand.followed(new Drills(hub), name);
        }
    }
}
