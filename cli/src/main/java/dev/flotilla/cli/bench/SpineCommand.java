package dev.flotilla.cli.bench;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.FleetPlan;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.cli.local.Ports;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the whole way from a manifest to its copies in all members, on a fleet of its own. */
@Command(
        name = "spine",
        description = "Creates workloads in a hub of its own and measures until they are in every member.",
        mixinStandardHelpOptions = true)
final class SpineCommand implements Callable<Integer> {
    @Option(
            names = "--workloads",
            defaultValue = "1000",
            description = "how many Deployments (default: ${DEFAULT-VALUE})")
    private int workloads = 1000;

    @Option(names = "--clusters", defaultValue = "3", description = "how many members (default: ${DEFAULT-VALUE})")
    private int clusters = 3;

    @Option(
            names = "--concurrency",
            defaultValue = "32",
            description = "how many creations are under way at a time (default: ${DEFAULT-VALUE})")
    private int concurrency = 32;

    @Option(
            names = "--duplicated",
            description = "every member gets all replicas; without it they are divided by the static weights 1:2:3…")
    private boolean duplicated;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "how long to wait for the last copy (default: ${DEFAULT-VALUE})")
    private int timeoutSeconds = 600;

    @Mixin
    private ReportOption output = new ReportOption();

    @Override
    public Integer call() throws Exception {
        if (workloads < 1 || clusters < 1 || concurrency < 1) {
            throw new UserError("--workloads, --clusters and --concurrency must be at least 1");
        }
        DataDirectory directory = new DataDirectory(Files.createTempDirectory("flotilla-bench"));
        output.print(measure(directory));
        return 0;
    }

    private BenchReport measure(DataDirectory directory) throws Exception {
        SpineBench.Load load = new SpineBench.Load(
                workloads,
                concurrency,
                duplicated ? SpineWorkload.Placement.DUPLICATED : SpineWorkload.Placement.DIVIDED,
                Duration.ofSeconds(timeoutSeconds));
        FleetPlan plan = new FleetPlan(
                Ports.anyFree(),
                IntStream.rangeClosed(1, clusters)
                        .mapToObj(number -> new FleetPlan.SimulatedMember("member-" + number, "bench"))
                        .toList());
        boolean measured = false;
        try {
            LocalState fleet = LocalFleet.up(directory, plan, System.err::println);
            LocalFleet.endWithThisProcess(fleet);
            BenchReport report = new SpineBench(directory, fleet, load).run();
            measured = true;
            return report;
        } finally {
            end(directory, measured);
        }
    }

    /** After a failure the logs stay for whoever looks into it. */
    private static void end(DataDirectory directory, boolean measured) {
        directory.state().ifPresent(LocalFleet::stop);
        if (measured) {
            LocalFleet.forget(directory);
        } else {
            System.err.println("The logs of the failed run are in " + directory.logs());
        }
    }
}
