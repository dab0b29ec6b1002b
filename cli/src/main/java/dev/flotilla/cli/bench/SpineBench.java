package dev.flotilla.cli.bench;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.cli.local.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The whole way of a workload: created in the hub, logged, placed, rendered, there in every member. First some are
 * created one after the other, which shows how long the way is; then all of them at once, which shows how wide.
 */
final class SpineBench {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_S = 1e9;
    private static final double P50 = 0.50;
    private static final double P99 = 0.99;
    private static final int PACED = 100;
    private static final long PACE_MS = 100;

    /** What is asked for. */
    record Load(int workloads, int concurrency, SpineWorkload.Placement placement, Duration patience) {}

    private final DataDirectory directory;
    private final LocalState fleet;
    private final Load load;

    SpineBench(DataDirectory directory, LocalState fleet, Load load) {
        this.directory = directory;
        this.fleet = fleet;
        this.load = load;
    }

    BenchReport run() throws Exception {
        SequencedMap<String, Object> environment = BenchReport.machine();
        environment.put("workloads", load.workloads());
        environment.put("members", fleet.clusters().size());
        environment.put("placement", load.placement().name().toLowerCase(Locale.ROOT));
        environment.put("concurrency", load.concurrency());
        environment.put("ackToMember", PACED + " creations " + PACE_MS + " ms apart, before the burst");
        List<KubeClient> clients = new ArrayList<>();
        List<Arrivals> arrivals = new ArrayList<>();
        try (KubeClient hub = client("hub")) {
            Creations.post(hub, "/api/v1/namespaces", SpineWorkload.namespace());
            Creations.post(
                    hub,
                    "/apis/policy.karmada.io/v1alpha1/clusterpropagationpolicies",
                    SpineWorkload.policy(load.placement(), fleet.clusters()));
            for (String cluster : fleet.clusters()) {
                KubeClient member = client(cluster);
                clients.add(member);
                arrivals.add(new Arrivals(cluster, member));
            }
            return new BenchReport("spine", environment, measure(hub, arrivals));
        } finally {
            for (Arrivals each : arrivals) {
                each.close();
            }
            clients.forEach(KubeClient::close);
        }
    }

    private List<BenchReport.Result> measure(KubeClient hub, List<Arrivals> arrivals) throws InterruptedException {
        int members = fleet.clusters().size();
        Creations paced = Creations.paced(hub, "paced", PACED, members, PACE_MS);
        await(arrivals, PACED);
        ProcessUsage before = ProcessUsage.ofTree(fleet.hub().pid());
        Creations burst = Creations.burst(hub, "burst", load.workloads(), members, load.concurrency());
        await(arrivals, PACED + load.workloads());
        ProcessUsage after = ProcessUsage.ofTree(fleet.hub().pid());
        double[] alone = latenciesMs(paced, arrivals);
        double[] crowded = latenciesMs(burst, arrivals);
        double creating = (burst.endedAt() - burst.startedAt()) / NANOS_PER_S;
        return List.of(
                new BenchReport.Result("createsPerSecond", load.workloads() / creating, "1/s"),
                new BenchReport.Result("ackToMemberP50Ms", quantile(alone, P50), "ms"),
                new BenchReport.Result("ackToMemberP99Ms", quantile(alone, P99), "ms"),
                new BenchReport.Result("burstAckToMemberP50Ms", quantile(crowded, P50), "ms"),
                new BenchReport.Result("burstAckToMemberP99Ms", quantile(crowded, P99), "ms"),
                new BenchReport.Result("allPlacedSeconds", seconds(burst, arrivals), "s"),
                new BenchReport.Result("hubRssMiB", after.rssPeakMiB(), "MiB"),
                new BenchReport.Result("cpuSeconds", after.cpuSeconds() - before.cpuSeconds(), "s"));
    }

    private void await(List<Arrivals> arrivals, int expected) {
        Waiting.until(
                load.patience(),
                () -> arrivals.stream().allMatch(each -> each.count() >= expected)
                        ? Optional.of(true)
                        : Optional.empty(),
                () -> "after " + load.patience().toSeconds() + " s not all of " + expected
                        + " workloads are in every member ("
                        + arrivals.stream()
                                .map(each -> each.cluster() + ": " + each.count())
                                .toList() + "); see " + directory.log("hub"));
    }

    /** Sorted. The hub may have placed a workload before its client has read the answer: that counts as none. */
    private static double[] latenciesMs(Creations creations, List<Arrivals> arrivals) {
        return creations.acknowledgedAt().entrySet().stream()
                .mapToDouble(each -> Math.max(0, inAll(each.getKey(), arrivals) - each.getValue()) / NANOS_PER_MS)
                .sorted()
                .toArray();
    }

    private static double seconds(Creations creations, List<Arrivals> arrivals) {
        long last = creations.acknowledgedAt().keySet().stream()
                .mapToLong(name -> inAll(name, arrivals))
                .max()
                .orElseThrow();
        return (last - creations.startedAt()) / NANOS_PER_S;
    }

    private static long inAll(String name, List<Arrivals> arrivals) {
        return arrivals.stream().mapToLong(each -> each.seenAt(name)).max().orElseThrow();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private KubeClient client(String context) {
        return new KubeClient(Kubeconfig.read(directory.kubeconfig(), Optional.of(context)));
    }
}
