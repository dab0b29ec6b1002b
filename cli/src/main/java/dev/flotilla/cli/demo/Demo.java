package dev.flotilla.cli.demo;

import dev.flotilla.cli.client.FleetView;
import dev.flotilla.cli.client.FleetView.Workload;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Manifests;
import dev.flotilla.cli.client.TrafficView;
import dev.flotilla.cli.command.Terminal;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.cli.local.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies the shop, loses the first region, heals it, and rehearses that loss. Every wait has an end and says what was
 * missing when it came.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Set<String> SHOWN = Set.of("Deployment", "StatefulSet", "Job", "DaemonSet");

    private final DataDirectory directory;
    private final LocalState state;
    private final Path manifests;
    private final Path drill;
    private final String region;

    /**
     * @param manifests a directory of what is applied
     * @param drill the manifest of the drill
     */
    public Demo(DataDirectory directory, LocalState state, Path manifests, Path drill) {
        this.directory = directory;
        this.state = state;
        this.manifests = manifests;
        this.drill = drill;
        this.region = state.regions().getFirst();
    }

    /** @throws dev.flotilla.cli.UserError if the story does not go as it should */
    public void run() {
        try (KubeClient client = LocalHub.client(directory)) {
            FleetView fleet = new FleetView(client);
            Terminal.hint("export KUBECONFIG=" + directory.kubeconfig() + "    # in another terminal, to look along");
            int applied = apply(client);
            place(fleet, applied);
            ready(fleet);
            TrafficView traffic = new TrafficView(client);
            Terminal.line("traffic: " + Shares.text(traffic));
            lose(fleet);
            Terminal.line("traffic: " + Shares.text(traffic));
            Terminal.hint("./flotilla traffic --data " + directory.root());
            heal(fleet);
            DrillAct act = new DrillAct(client, directory, region);
            act.failback();
            act.drill(drill);
        }
    }

    private int apply(KubeClient client) {
        List<ObjectNode> objects = Manifests.read(manifests);
        Terminal.step("Applying " + objects.size() + " manifests from " + manifests);
        Manifests target = new Manifests(client);
        objects.forEach(target::apply);
        Map<String, Long> kinds = objects.stream()
                .collect(Collectors.groupingBy(
                        each -> each.path("kind").asString(), TreeMap::new, Collectors.counting()));
        Terminal.line(kinds.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", ")));
        Terminal.hint("kubectl apply -f " + manifests);
        return (int) objects.stream()
                .filter(each -> !each.path("apiVersion").asString().contains("karmada.io"))
                .filter(each -> !each.path("apiVersion").asString().contains("flotilla.dev"))
                .filter(each -> !each.path("kind").asString().equals("Namespace"))
                .count();
    }

    private void place(FleetView fleet, int expected) {
        Terminal.step("Placing: where each workload went, and why");
        List<Workload> placed = until(
                "not every workload was placed",
                fleet,
                all -> all.size() >= expected
                        && all.stream().noneMatch(each -> each.copies().isEmpty()),
                each -> each.copies().isEmpty());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WORKLOAD", "REPLICAS", "WHERE", "WHY"));
        placed.stream().filter(each -> SHOWN.contains(each.kind())).forEach(each -> rows.add(row(each)));
        Terminal.table(rows);
        Terminal.line("and "
                + placed.stream().filter(each -> !SHOWN.contains(each.kind())).count()
                + " services, settings and accounts beside them.");
        Terminal.hint("kubectl -n shop get rb; kubectl -n shop get rb storefront-deployment -o yaml");
    }

    private static List<String> row(Workload workload) {
        String replicas = workload.replicas() > 0 ? Integer.toString(workload.replicas()) : "-";
        return List.of(workload.kind() + "/" + workload.name(), replicas, workload.where(), workload.why());
    }

    private void ready(FleetView fleet) {
        Terminal.step("Waiting until every copy is ready");
        long started = System.nanoTime();
        List<Workload> ready = until(
                "not every copy became ready",
                fleet,
                all -> all.stream().allMatch(Workload::ready),
                each -> !each.ready());
        int copies = ready.stream().mapToInt(each -> each.copies().size()).sum();
        Terminal.line("%d workloads, %d copies in %d members, all ready after %.1f s"
                .formatted(ready.size(), copies, state.clusters().size(), seconds(started)));
        Terminal.hint("kubectl -n shop get deploy; kubectl --context "
                + state.clusters().getFirst() + " -n shop get pods");
    }

    private void lose(FleetView fleet) {
        Set<String> lost = members(fleet);
        Map<String, String> before = where(fleet.workloads());
        Terminal.step("Losing region " + region + ": " + String.join(", ", lost) + " cannot be reached from now on");
        LocalFleet.fail(directory, region);
        long started = System.nanoTime();
        Terminal.hint("./flotilla status --data " + directory.root());
        until(
                fleet,
                () -> fleet.members().stream()
                        .filter(each -> lost.contains(each.name()))
                        .allMatch(each -> !each.ready().equals("True")),
                "the hub did not notice that region " + region + " is lost");
        Terminal.line("%.1f s: noticed; the members of %s are not ready".formatted(seconds(started), region));
        Map<String, Double> readyAfter = new TreeMap<>();
        List<Workload> moved = until(
                "not every workload became ready elsewhere",
                fleet,
                all -> {
                    all.stream()
                            .filter(each -> elsewhere(each, lost))
                            .forEach(each -> readyAfter.putIfAbsent(id(each), seconds(started)));
                    return all.stream().allMatch(each -> elsewhere(each, lost));
                },
                each -> !elsewhere(each, lost));
        showMoves(moved, before, readyAfter);
        Terminal.line("%.1f s: every workload is ready outside %s".formatted(seconds(started), region));
        Terminal.hint("kubectl -n shop get rb -o wide; kubectl get clusters");
    }

    private static void showMoves(List<Workload> after, Map<String, String> before, Map<String, Double> readyAfter) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WORKLOAD", "WAS IN", "IS READY IN", "AFTER"));
        after.stream()
                .filter(each -> SHOWN.contains(each.kind()))
                .filter(each -> !each.where().equals(before.get(id(each))))
                .forEach(each -> rows.add(List.of(
                        each.kind() + "/" + each.name(),
                        before.getOrDefault(id(each), ""),
                        each.where(),
                        "%.1f s".formatted(readyAfter.getOrDefault(id(each), 0.0)))));
        Terminal.table(rows);
    }

    private void heal(FleetView fleet) {
        Set<String> back = members(fleet);
        Terminal.step("Healing region " + region);
        LocalFleet.heal(directory, region);
        long started = System.nanoTime();
        until(
                fleet,
                () -> fleet.members().stream().allMatch(each -> each.ready().equals("True")),
                "the members of " + region + " did not become ready again");
        Terminal.line("%.1f s: %s are ready members again".formatted(seconds(started), String.join(", ", back)));
        List<Workload> settled = until(
                "what had moved away was not cleaned up in the healed region",
                fleet,
                all -> all.stream().allMatch(each -> each.leaving().isEmpty() && each.ready()),
                each -> !each.leaving().isEmpty() || !each.ready());
        Terminal.line("%.1f s: copies that had been replaced are gone from %s".formatted(seconds(started), region));
        Map<String, String> placement = where(settled);
        Waiting.pause(QUIET.toMillis());
        Map<String, String> later = where(fleet.workloads());
        if (!later.equals(placement)) {
            throw new dev.flotilla.cli.UserError(
                    "workloads kept moving after the region was healed: " + difference(placement, later));
        }
        Terminal.line("Nothing moved in the " + QUIET.toSeconds() + " s since: no flapping.");
        Terminal.hint("kubectl -n shop get rb,deploy,sts,job,ds");
    }

    private static String difference(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                .map(each -> each.getKey() + ": " + before.get(each.getKey()) + " -> " + each.getValue())
                .collect(Collectors.joining("; "));
    }

    private Set<String> members(FleetView fleet) {
        return fleet.members().stream()
                .filter(each -> each.region().equals(region))
                .map(FleetView.Member::name)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /**
     * Whatever has replicas has them all ready in members that are not lost. What is the same in every member stays
     * meant for the lost ones too: there is nowhere else to take it.
     */
    private static boolean elsewhere(Workload workload, Set<String> lost) {
        boolean meant = workload.copies().stream().anyMatch(copy -> lost.contains(copy.cluster()));
        boolean ready = workload.copies().stream()
                .filter(copy -> !lost.contains(copy.cluster()))
                .allMatch(FleetView.Copy::ready);
        return ready && !(workload.replicas() > 0 && meant);
    }

    private static Map<String, String> where(List<Workload> workloads) {
        Map<String, String> where = new TreeMap<>();
        workloads.forEach(each -> where.put(id(each), each.where()));
        return where;
    }

    private static String id(Workload workload) {
        return workload.namespace() + "/" + workload.kind() + "/" + workload.name();
    }

    private static List<Workload> until(
            String failure, FleetView fleet, Predicate<List<Workload>> reached, Predicate<Workload> missing) {
        return Waiting.until(
                PATIENCE,
                () -> Optional.of(fleet.workloads()).filter(reached),
                () -> failure + " within " + PATIENCE.toSeconds() + " s: "
                        + fleet.workloads().stream()
                                .filter(missing)
                                .map(each -> id(each) + " (" + each.where() + ": " + each.why() + ")")
                                .collect(Collectors.joining("; ")));
    }

    private static void until(FleetView fleet, java.util.function.BooleanSupplier reached, String failure) {
        Waiting.until(
                PATIENCE,
                () -> reached.getAsBoolean() ? Optional.of(true) : Optional.empty(),
                () -> failure + " within " + PATIENCE.toSeconds() + " s; members: " + fleet.members());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
