package dev.flotilla.cli.command;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.drill.DrillWatch;
import dev.flotilla.cli.drill.Drills;
import dev.flotilla.cli.local.LocalHub;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a drill before its time. */
@Command(
        name = "abort",
        description = "Ends a drill and waits until everything is as it was before.",
        mixinStandardHelpOptions = true)
public final class DrillAbortCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "the drill's name")
    private String name = "";

    @Option(names = "--no-wait", description = "return at once")
    private boolean noWait;

    @Override
    public Integer call() {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            Drills drills = new Drills(hub);
            drills.abort(name);
            Terminal.step("Drill " + name + " is being aborted");
            if (!noWait) {
                DrillWatch.verdict(new DrillWatch(drills).drill(name));
            }
        }
        return 0;
    }
}
