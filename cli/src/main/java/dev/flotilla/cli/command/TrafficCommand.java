package dev.flotilla.cli.command;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.TrafficView;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalHub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which site gets which share of the traffic, and why. */
@Command(
        name = "traffic",
        description = "Shows for each GlobalTrafficPolicy which site gets which share of the traffic, and why.",
        mixinStandardHelpOptions = true)
public final class TrafficCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAMESPACE/NAME",
            defaultValue = "",
            description = "one policy; all of them if it is left out")
    private String policy = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE})")
    private Output output = Output.table;

    /** The spelling is what is typed. */
    enum Output {
        table,
        json
    }

    @Override
    public Integer call() {
        DataDirectory directory = data.directory();
        LocalHub.running(directory);
        try (KubeClient client = LocalHub.client(directory)) {
            List<TrafficView.Policy> policies = chosen(new TrafficView(client));
            switch (output) {
                case table -> print(policies);
                case json ->
                    System.out.println(
                            ObjectJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(policies));
            }
        }
        return 0;
    }

    private List<TrafficView.Policy> chosen(TrafficView view) {
        if (policy.isEmpty()) {
            return view.policies();
        }
        String[] parts = policy.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new UserError("\"" + policy + "\" is not NAMESPACE/NAME, as shop/storefront is");
        }
        return List.of(view.policy(parts[0], parts[1])
                .orElseThrow(() -> new UserError(
                        "there is no GlobalTrafficPolicy " + policy + "; `flotilla traffic` lists all there are")));
    }

    private static void print(List<TrafficView.Policy> policies) {
        if (policies.isEmpty()) {
            System.out.println("There is no GlobalTrafficPolicy; docs/traffic.md shows one.");
        }
        for (TrafficView.Policy each : policies) {
            System.out.println(each.namespace() + "/" + each.name() + "   " + String.join(" ", each.hostnames()) + "   "
                    + each.strategy() + "   revision " + each.revision() + "   "
                    + (each.converged() ? "at its targets" : "shifting"));
            each.troubles().forEach(trouble -> System.out.println("    " + trouble));
            sites(each.sites());
            System.out.println();
        }
    }

    private static void sites(List<TrafficView.Site> sites) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SITE", "REGION", "WEIGHT", "TARGET", "READY", "HEALTH", "SINCE", "WHY"));
        for (TrafficView.Site site : sites) {
            rows.add(List.of(
                    site.cluster(),
                    site.region(),
                    Integer.toString(site.weight()),
                    Integer.toString(site.target()),
                    Integer.toString(site.readyReplicas()),
                    site.health(),
                    site.since(),
                    site.reason()));
        }
        Terminal.table(rows);
    }
}
