package dev.flotilla.cli.bench.place;

import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.bench.BenchReport.Result;
import dev.flotilla.cli.bench.ProcessUsage;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hub that runs, with many Cluster objects behind which there is one simulated member, and one policy that dispatches
 * nothing. First every binding is placed anew because the policy changes; then clusters report, and are relabelled,
 * while nothing is to be placed.
 */
final class HubPlacement {
    private static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters";
    private static final String POLICY =
            "/apis/policy.karmada.io/v1alpha1/namespaces/" + BenchWorkload.NAMESPACE + "/propagationpolicies";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/" + BenchWorkload.NAMESPACE + "/deployments";
    private static final List<String> REACH =
            List.of("apiEndpoint", "secretRef", "impersonatorSecretRef", "insecureSkipTLSVerification");
    private static final String FROM = "us";
    private static final String TO = "eu";
    private static final int CLIENTS = 32;
    /** Clusters that join together; one simulated member answers for all of them. */
    private static final int JOINING = 50;

    private static final Duration PLACED_MAX = Duration.ofMinutes(5);
    private static final Duration READY_MAX = Duration.ofMinutes(2);
    private static final Duration QUIET_MAX = Duration.ofMinutes(1);
    private static final double QUIET_CORES = 0.25;
    private static final long WINDOW_MS = 5_000;
    private static final int WINDOWS = 3;
    private static final int HEARTBEATS_PER_S = 40;
    private static final double PERCENT = 100;
    private static final double MS_PER_S = 1000;
    private static final double NANOS_PER_S = 1e9;

    private final BenchFleet fleet;
    private final KubeClient hub;
    private final List<String> clusters;
    private final int bindings;
    private final int changes;

    private HubPlacement(BenchFleet fleet, KubeClient hub, List<String> clusters, int bindings, int changes) {
        this.fleet = fleet;
        this.hub = hub;
        this.clusters = clusters;
        this.bindings = bindings;
        this.changes = changes;
    }

    /** @param changes of the policy, from one part of the world to the other and back */
    static List<Result> measure(BenchFleet fleet, int clusters, int bindings, int changes) throws Exception {
        try (KubeClient hub = new KubeClient(fleet.kubeconfig())) {
            List<ObjectNode> objects = GeneratedFleet.objects(clusters);
            List<String> names = objects.stream()
                    .map(each -> each.path("metadata").path("name").asString(""))
                    .toList();
            HubPlacement bench = new HubPlacement(fleet, hub, names, bindings, changes);
            bench.furnish(objects);
            return bench.run();
        }
    }

    private void furnish(List<ObjectNode> objects) {
        System.err.println("hub: " + objects.size() + " clusters");
        send("POST", "/api/v1/namespaces", BenchWorkload.namespace());
        ObjectNode member = hub.get(CLUSTERS + "/" + BenchFleet.MEMBER).orElseThrow();
        for (int joined = 0; joined < objects.size(); joined += JOINING) {
            List<ObjectNode> next = objects.subList(joined, Math.min(objects.size(), joined + JOINING));
            Clients.each(CLIENTS, next.size(), number -> join(next.get(number), member));
            int wanted = joined + next.size();
            Waiting.until(
                    READY_MAX,
                    () -> ready() > wanted ? Optional.of(true) : Optional.empty(),
                    () -> "only " + ready() + " of " + wanted + " clusters are ready");
        }
    }

    private void join(ObjectNode cluster, ObjectNode member) {
        ObjectNode spec = cluster.withObject("/spec");
        for (String field : REACH) {
            if (member.path("spec").has(field)) {
                spec.set(field, member.path("spec").get(field));
            }
        }
        send("POST", CLUSTERS, cluster);
    }

    /** How many clusters are, the member itself among them. */
    private long ready() {
        return hub.get(CLUSTERS)
                .orElseThrow()
                .path("items")
                .valueStream()
                .filter(cluster -> ClusterStatus.of(cluster).ready())
                .count();
    }

    private List<Result> run() throws Exception {
        ObjectNode policy = BenchWorkload.policy(placement(FROM));
        policy.withObject("/spec/suspension").put("dispatching", true);
        send("POST", POLICY, policy);
        try (PlacedWatch first = new PlacedWatch(hub, marker(FROM), bindings)) {
            System.err.println("hub: " + bindings + " Deployments");
            Clients.each(
                    CLIENTS, bindings, number -> send("POST", DEPLOYMENTS, BenchWorkload.deployment("web-" + number)));
            first.await(PLACED_MAX);
        }
        awaitQuiet();
        List<Double> replaced = new ArrayList<>();
        for (int change = 0; change < changes; change++) {
            replaced.add(replace(change % 2 == 0 ? TO : FROM));
            awaitQuiet();
        }
        return List.of(
                new Result("hubBindingsPerSecondFirst", replaced.getFirst(), "1/s"),
                new Result("hubBindingsPerSecond", replaced.getLast(), "1/s"),
                new Result("heartbeatsCpuPercent", heartbeats(), "%"),
                new Result("labelChangeCpuMs", labelChange(), "ms"));
    }

    /** From the moment at which the hub has acknowledged the policy's change. */
    private double replace(String geography) throws Exception {
        System.err.println("hub: the policy changes to " + geography);
        try (PlacedWatch watch = new PlacedWatch(hub, marker(geography), bindings)) {
            ObjectNode change = ObjectJson.mapper().createObjectNode();
            change.putObject("spec").set("placement", placement(geography));
            patch(POLICY + "/" + BenchWorkload.POLICY, change);
            long started = System.nanoTime();
            double perSecond = bindings / ((watch.await(PLACED_MAX) - started) / NANOS_PER_S);
            System.err.println("hub: " + Math.round(perSecond) + " bindings/s");
            return perSecond;
        }
    }

    /** CPU that the hub and its broker take for 400 reports in 10 s, beyond what they take anyway; of one core. */
    private double heartbeats() {
        System.err.println("hub: clusters report what they have left");
        double idle = cores(_ -> Waiting.pause(WINDOW_MS));
        AtomicInteger beat = new AtomicInteger();
        double busy = cores(_ -> {
            long started = System.nanoTime();
            IntStream.range(0, (int) (WINDOW_MS * HEARTBEATS_PER_S / MS_PER_S)).forEach(number -> {
                int next = beat.getAndIncrement();
                ObjectNode report = ObjectJson.mapper().createObjectNode();
                report.withObject("/status/resourceSummary/allocated").put("pods", String.valueOf(next % 1000));
                patch(CLUSTERS + "/" + clusters.get(next % clusters.size()) + "/status", report);
                long due = started + (number + 1) * (long) (NANOS_PER_S / HEARTBEATS_PER_S);
                Waiting.pause(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            });
        });
        return Math.max(0, busy - idle) * PERCENT;
    }

    /** CPU for one label changed on one cluster, beyond what the hub takes anyway. */
    private double labelChange() {
        System.err.println("hub: clusters are relabelled");
        double idle = cores(_ -> Waiting.pause(WINDOW_MS));
        AtomicInteger changes = new AtomicInteger();
        double busy = cores(_ -> {
            long started = System.nanoTime();
            while (System.nanoTime() - started < WINDOW_MS * 1_000_000) {
                int next = changes.getAndIncrement();
                ObjectNode change = ObjectJson.mapper().createObjectNode();
                change.withObject("/metadata/labels").put("bench", String.valueOf(next));
                patch(CLUSTERS + "/" + clusters.get(next % clusters.size()), change);
                Waiting.pause(100);
            }
        });
        double seconds = WINDOWS * WINDOW_MS / MS_PER_S;
        return Math.max(0, busy - idle) * seconds * MS_PER_S / changes.get();
    }

    private double cores(IntConsumer window) {
        ProcessUsage before = fleet.usage();
        long started = System.nanoTime();
        IntStream.range(0, WINDOWS).forEach(window);
        double seconds = (System.nanoTime() - started) / NANOS_PER_S;
        return (fleet.usage().cpuSeconds() - before.cpuSeconds()) / seconds;
    }

    private void awaitQuiet() {
        long deadline = System.nanoTime() + QUIET_MAX.toNanos();
        ProcessUsage last = fleet.usage();
        while (System.nanoTime() < deadline) {
            Waiting.pause(WINDOW_MS);
            ProcessUsage now = fleet.usage();
            if ((now.cpuSeconds() - last.cpuSeconds()) / (WINDOW_MS / MS_PER_S) < QUIET_CORES) {
                return;
            }
            last = now;
        }
    }

    /** Three clusters of one part of the world, by the room they have, whatever taints they bear. */
    private static ObjectNode placement(String geography) {
        return ObjectJson.parse("""
                {"clusterAffinity": {"labelSelector": {"matchLabels": {%s}}},
                 "clusterTolerations": [{"operator": "Exists"}],
                 "spreadConstraints": [{"spreadByField": "cluster", "minGroups": 3, "maxGroups": 3}],
                 "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
                   "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}
                """.formatted(marker(geography)).getBytes(StandardCharsets.UTF_8));
    }

    private static String marker(String geography) {
        return "\"geography\":\"" + geography + "\"";
    }

    private void patch(String path, ObjectNode change) {
        Clients.send(hub, "PATCH", path, change, "application/merge-patch+json");
    }

    private void send(String method, String path, ObjectNode object) {
        Clients.send(hub, method, path, object, "application/json");
    }
}
