package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Manifests;
import dev.flotilla.cli.drill.DrillWatch;
import dev.flotilla.cli.drill.Drills;
import dev.flotilla.cli.local.LocalHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts a drill and follows it. */
@Command(
        name = "run",
        description =
                "Starts the drill of a manifest and follows it to its verdict. Exit code 0 if it passed, 3 if not.",
        mixinStandardHelpOptions = true)
public final class DrillRunCommand implements Callable<Integer> {
    static final int NOT_PASSED = 3;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "FILE", description = "a manifest that holds one DisasterRecoveryDrill")
    private Path file = Path.of(".");

    @Option(names = "--name", paramLabel = "NAME", description = "run it under this name instead of the manifest's")
    private @Nullable String name;

    @Option(names = "--no-wait", description = "start it, and leave following it to `flotilla drill watch`")
    private boolean noWait;

    @Override
    public Integer call() {
        ObjectNode drill = read();
        try (KubeClient hub = LocalHub.client(data.directory())) {
            Drills drills = new Drills(hub);
            String created = drills.create(drill);
            Terminal.step("Drill " + created + " has begun");
            Terminal.hint("flotilla drill abort " + created + "    # ends it and puts everything back");
            return noWait ? 0 : followed(drills, created);
        }
    }

    static int followed(Drills drills, String name) {
        JsonNode done = new DrillWatch(drills).drill(name);
        DrillWatch.verdict(done);
        if (done.at("/status/evidence").isObject()) {
            Terminal.hint("flotilla drill report " + name + " -o html --out " + name + ".html");
        }
        return done.at("/status/result").asString("").equals("Passed") ? 0 : NOT_PASSED;
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            throw new UserError("there is no file " + file);
        }
        List<ObjectNode> drills = Manifests.read(file).stream()
                .filter(each -> each.path("kind").asString("").equals("DisasterRecoveryDrill"))
                .toList();
        if (drills.size() != 1) {
            throw new UserError(
                    file + " holds " + drills.size() + " objects of kind DisasterRecoveryDrill; one is wanted");
        }
        ObjectNode drill = drills.getFirst();
        if (name != null) {
            drill.withObject("/metadata").put("name", name);
        }
        return drill;
    }
}
