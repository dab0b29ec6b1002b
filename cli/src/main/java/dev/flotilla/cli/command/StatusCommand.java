package dev.flotilla.cli.command;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.client.FleetView;
import dev.flotilla.cli.client.FleetView.Member;
import dev.flotilla.cli.client.FleetView.Risk;
import dev.flotilla.cli.client.FleetView.Workload;
import dev.flotilla.cli.client.HubNodes;
import dev.flotilla.cli.client.KubeClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the hub, its members and what is not as it should be. */
@Command(
        name = "status",
        description = "Shows the hub, its members, and every workload that is not as it should be.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private HubOption option = new HubOption();

    @Mixin
    private OutputOption output = new OutputOption();

    /** What is shown, in the order it is shown. */
    record Status(
            Hub hub,
            List<HubNodes.Node> nodes,
            List<Member> members,
            List<String> warnings,
            List<Risk> risks,
            Map<String, Integer> workloads,
            List<Workload> attention) {}

    record Hub(String server, Optional<Long> pid, String ready) {}

    @Override
    public Integer call() {
        try (HubOption.Reached hub = option.reach()) {
            Status status = status(hub);
            if (output.json()) {
                System.out.println(
                        ObjectJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(status));
            } else {
                print(status);
            }
        }
        return 0;
    }

    private static Status status(HubOption.Reached hub) {
        KubeClient client = hub.client();
        FleetView fleet = new FleetView(client);
        List<Workload> workloads = fleet.workloads();
        List<Member> members = fleet.members();
        Set<String> lost = members.stream()
                .filter(member -> !member.ready().equals("True"))
                .map(Member::name)
                .collect(Collectors.toSet());
        List<Workload> attention = workloads.stream()
                .filter(workload ->
                        troubled(workload, lost) || !workload.leaving().isEmpty())
                .toList();
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("total", workloads.size());
        counts.put("ready", (int) workloads.stream().filter(Workload::ready).count());
        counts.put("unseen", (int) workloads.stream()
                .filter(workload -> workload.copies().stream().anyMatch(copy -> lost.contains(copy.cluster())))
                .count());
        counts.put("moving", (int) workloads.stream()
                .filter(workload -> !workload.leaving().isEmpty())
                .count());
        return new Status(
                new Hub(hub.server(), hub.pid(), client.text("/readyz").strip()),
                HubNodes.of(client),
                members,
                fleet.warnings(),
                fleet.risks(),
                counts,
                attention);
    }

    /** Something is wrong with a copy that can be seen, or with a workload that should not wait for a lost member. */
    private static boolean troubled(Workload workload, Set<String> lost) {
        boolean seenTrouble =
                workload.copies().stream().anyMatch(copy -> !copy.ready() && !lost.contains(copy.cluster()));
        boolean stuck =
                workload.replicas() > 0 && workload.copies().stream().anyMatch(copy -> lost.contains(copy.cluster()));
        return workload.copies().isEmpty() || seenTrouble || stuck;
    }

    private static void print(Status status) {
        String process = status.hub().pid().map(pid -> "pid " + pid + ", ").orElse("");
        System.out.println("hub        " + status.hub().server() + " (" + process + "readyz: "
                + status.hub().ready() + ")");
        System.out.println("workloads  " + status.workloads().get("total") + ", of which "
                + status.workloads().get("ready") + " ready everywhere and "
                + status.workloads().get("moving")
                + " moving");
        int unseen = status.workloads().getOrDefault("unseen", 0);
        if (unseen > 0) {
            System.out.println("           " + unseen + " have copies in members that cannot be seen now; those copies"
                    + " are left as they are");
        }
        status.warnings().forEach(warning -> System.out.println("warning    " + warning));
        System.out.println();
        if (!status.nodes().isEmpty()) {
            nodes(status.nodes());
            System.out.println();
        }
        members(status.members());
        if (!status.risks().isEmpty()) {
            System.out.println();
            risks(status.risks());
        }
        if (!status.attention().isEmpty()) {
            System.out.println();
            attention(status.attention());
        }
    }

    private static void nodes(List<HubNodes.Node> nodes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "ADDRESS", "REGION", "ZONE", "HOLDS", "SLICES"));
        for (HubNodes.Node node : nodes) {
            rows.add(List.of(
                    node.name(),
                    node.address(),
                    node.region(),
                    node.zone(),
                    String.valueOf(node.slices().size()),
                    node.ranges()));
        }
        Terminal.table(rows);
    }

    private static void members(List<Member> members) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("MEMBER", "REGION", "READY", "NODES", "VERSION", "WHY"));
        for (Member member : members) {
            String why = member.ready().equals("True") ? String.join(" ", member.taints()) : member.why();
            rows.add(List.of(member.name(), member.region(), member.ready(), member.nodes(), member.version(), why));
        }
        Terminal.table(rows);
    }

    private static void risks(List<Risk> risks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NOT SAFE TO LOSE", "CLUSTERS", "WHY"));
        risks.forEach(risk -> rows.add(List.of(risk.site(), String.join(" ", risk.clusters()), risk.why())));
        Terminal.table(rows);
    }

    private static void attention(List<Workload> workloads) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NOT AS IT SHOULD BE", "WHERE", "LEAVING", "WHY"));
        for (Workload workload : workloads) {
            rows.add(List.of(
                    workload.namespace() + "/" + workload.kind() + "/" + workload.name(),
                    workload.where(),
                    String.join(" ", workload.leaving()),
                    why(workload)));
        }
        Terminal.table(rows);
    }

    private static String why(Workload workload) {
        return workload.copies().stream()
                .filter(copy -> !copy.ready())
                .findFirst()
                .map(copy -> copy.cluster() + ": " + (copy.message().isEmpty() ? copy.health() : copy.message()))
                .orElse(workload.why());
    }
}
