package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.BenchReport;
import dev.flotilla.cli.bench.ReportOption;
import dev.flotilla.cli.bench.api.HubSubject;
import dev.flotilla.cli.local.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures placement: the pure decision, its memory, and a hub that places everything anew. */
@Command(
        name = "place",
        description = "Measures decisions per second, the memory of fleet and bindings, and a hub of its own that"
                + " places every binding anew.",
        mixinStandardHelpOptions = true)
public final class PlaceBenchCommand implements Callable<Integer> {
    @Option(
            names = "--clusters",
            split = ",",
            defaultValue = "10,100,400,1000",
            description = "sizes of the fleet to decide over (default: ${DEFAULT-VALUE})")
    private List<Integer> clusters = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description =
                    "how long each decision is measured, after as long for warming up" + " (default: ${DEFAULT-VALUE})")
    private int seconds = 2;

    @Option(
            names = "--bindings",
            defaultValue = "10000",
            description = "how many the hub places anew (default: ${DEFAULT-VALUE})")
    private int bindings = 10_000;

    @Option(
            names = "--hub-clusters",
            defaultValue = "400",
            description = "over how many Cluster objects (default: ${DEFAULT-VALUE})")
    private int hubClusters = 400;

    @Option(
            names = "--changes",
            defaultValue = "3",
            description = "how many times the policy changes; the last is reported, and the first by a name of its own"
                    + " (default: ${DEFAULT-VALUE})")
    private int changes = 3;

    @Option(names = "--no-decisions", description = "leaves the decisions by themselves out")
    private boolean noDecisions;

    @Option(names = "--no-memory", description = "leaves the memory out")
    private boolean noMemory;

    @Option(names = "--no-hub", description = "leaves the hub out")
    private boolean noHub;

    @Mixin
    private ReportOption output = new ReportOption();

    @Override
    public Integer call() throws Exception {
        if (seconds < 1
                || bindings < 1
                || hubClusters < 1
                || changes < 1
                || clusters.stream().anyMatch(each -> each < 1)) {
            throw new UserError("--clusters, --seconds, --bindings, --hub-clusters and --changes must be at least 1");
        }
        SequencedMap<String, Object> environment = BenchReport.machine();
        environment.put("secondsEach", seconds);
        environment.put("replicas", "100 of 500m and 512Mi, from nothing placed");
        List<BenchReport.Result> results = new ArrayList<>();
        if (!noDecisions) {
            results.addAll(new DecisionSpeed(Duration.ofSeconds(seconds)).measure(clusters));
        }
        if (!noMemory) {
            results.addAll(new SnapshotMemory().measure());
        }
        if (!noHub) {
            environment.put("hubJvm", String.join(" ", HubSubject.JVM));
            environment.put(
                    "hub",
                    bindings + " bindings over " + hubClusters + " Cluster objects; its client, its broker"
                            + " and it share the processors");
            try (BenchFleet fleet = BenchFleet.start(Ports.anyFree())) {
                results.addAll(HubPlacement.measure(fleet, hubClusters, bindings, changes));
            }
        }
        output.print(new BenchReport("place", environment, results));
        return 0;
    }
}
