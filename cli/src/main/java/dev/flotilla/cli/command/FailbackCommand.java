package dev.flotilla.cli.command;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.client.FleetView;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.drill.DrillWatch;
import dev.flotilla.cli.drill.Drills;
import dev.flotilla.cli.local.LocalHub;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings workloads home that a loss had moved away. */
@Command(
        name = "failback",
        description =
                "Places what a loss moved away from a region or cluster as it was before, once that is ready again.",
        mixinStandardHelpOptions = true)
public final class FailbackCommand implements Callable<Integer> {
    private static final int SUFFIX_RADIX = 36;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "CLUSTER|REGION", description = "where workloads are to return to")
    private String site = "";

    @Override
    public Integer call() {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            return run(hub, site);
        }
    }

    /** @return the exit code */
    public static int run(KubeClient hub, String site) {
        boolean cluster = new FleetView(hub)
                .members().stream().anyMatch(member -> member.name().equals(site));
        Drills drills = new Drills(hub);
        String name = drills.createRun(object(site, cluster));
        JsonNode done = new DrillWatch(drills).run(name);
        boolean succeeded = done.at("/status/outcome").asString("").equals("Succeeded");
        Terminal.line(done.at("/status/outcome").asString("") + ": "
                + done.at("/status/message").asString(""));
        return succeeded ? 0 : DrillRunCommand.NOT_PASSED;
    }

    private static ObjectNode object(String site, boolean cluster) {
        String suffix = Long.toString(Instant.now().toEpochMilli(), SUFFIX_RADIX);
        ObjectNode run = ObjectJson.mapper().createObjectNode();
        run.put("apiVersion", "dr.flotilla.dev/v1alpha1").put("kind", "FailoverRun");
        run.putObject("metadata")
                .put("name", "failback-" + site.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + suffix);
        ObjectNode spec =
                run.putObject("spec").put("purpose", "Failback").put("reason", "asked for on the command line");
        spec.putArray("sites").addObject().put(cluster ? "cluster" : "region", site);
        return run;
    }
}
