package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.local.FleetPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which simulated members there shall be, for {@code up} and {@code demo}. */
final class FleetOptions {
    private static final int CLUSTERS_MAX = 200;

    @Option(
            names = "--clusters",
            defaultValue = "6",
            description = "how many simulated members; 0 for none (default: ${DEFAULT-VALUE})")
    private int clusters = 6;

    @Option(
            names = "--regions",
            split = ",",
            defaultValue = "eu,us,ap",
            description = "the regions they are spread over (default: ${DEFAULT-VALUE})")
    private List<String> regions = List.of("eu", "us", "ap");

    @Option(
            names = "--cluster-names",
            split = ",",
            description = "their names, instead of eu-1, eu-2, us-1, …; the regions are given out in turn")
    private List<String> names = List.of();

    @Option(
            names = "--port",
            defaultValue = "7443",
            description = "the hub's port on 127.0.0.1 (default: ${DEFAULT-VALUE})")
    private int port = 7443;

    FleetPlan plan() {
        if (clusters < 0 || clusters > CLUSTERS_MAX) {
            throw new UserError("--clusters must be between 0 and " + CLUSTERS_MAX + ", not " + clusters);
        }
        return new FleetPlan(port, names.isEmpty() ? numbered() : named());
    }

    private List<FleetPlan.SimulatedMember> numbered() {
        Map<String, Integer> perRegion = new LinkedHashMap<>();
        for (int i = 0; i < clusters; i++) {
            perRegion.merge(regions.get(i % regions.size()), 1, Integer::sum);
        }
        List<FleetPlan.SimulatedMember> members = new ArrayList<>();
        perRegion.forEach((region, count) -> {
            for (int number = 1; number <= count; number++) {
                members.add(new FleetPlan.SimulatedMember(region + "-" + number, region));
            }
        });
        return members;
    }

    private List<FleetPlan.SimulatedMember> named() {
        List<FleetPlan.SimulatedMember> members = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            members.add(new FleetPlan.SimulatedMember(names.get(i), regions.get(i % regions.size())));
        }
        return members;
    }
}
