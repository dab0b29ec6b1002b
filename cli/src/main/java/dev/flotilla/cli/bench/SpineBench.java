package dev.flotilla.cli.bench;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalFleet;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.cli.local.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The whole way of a workload: created in the hub, logged, placed, rendered, there in every member. Some are created
 * one after the other, which shows how long the way is: first in a hub that has just started, whose code has never run,
 * and again when it has been at work and is quiet. Between the two all of the load comes at once, which shows how wide
 * the way is, and what it costs.
 */
final class SpineBench {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_S = 1e9;
    private static final double P50 = 0.50;
    private static final double P99 = 0.99;
    private static final int SINGLE = 100;
    private static final long GAP_MS = 100;
    private static final Duration QUIET_MAX = Duration.ofSeconds(60);
    private static final Duration QUIET_FOR = Duration.ofSeconds(1);
    private static final double QUIET_CORES = 0.2;

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
        environment.put(
                "ackToMember",
                SINGLE + " creations, each " + GAP_MS
                        + " ms after the one before has arrived, in the quiet hub after the load; cold: the same before it");
        environment.put("hubJvm", String.join(" ", LocalFleet.hubJvm()));
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
        Creations cold = single(hub, "cold", arrivals);
        ProcessUsage before = ProcessUsage.ofTree(fleet.hub().pid());
        Creations burst = Creations.burst(hub, "burst", load.workloads(), members, load.concurrency());
        await(arrivals, SINGLE + load.workloads());
        ProcessUsage placed = ProcessUsage.ofTree(fleet.hub().pid());
        ProcessUsage settled = awaitQuiet();
        Creations warm = single(hub, "single", arrivals);
        ProcessUsage after = ProcessUsage.ofTree(fleet.hub().pid());
        double[] coldMs = latenciesMs(cold, arrivals);
        double[] warmMs = latenciesMs(warm, arrivals);
        double[] crowdedMs = latenciesMs(burst, arrivals);
        double creating = (burst.endedAt() - burst.startedAt()) / NANOS_PER_S;
        return List.of(
                new BenchReport.Result("createsPerSecond", load.workloads() / creating, "1/s"),
                new BenchReport.Result("ackToMemberP50Ms", quantile(warmMs, P50), "ms"),
                new BenchReport.Result("ackToMemberP99Ms", quantile(warmMs, P99), "ms"),
                new BenchReport.Result("coldAckToMemberP50Ms", quantile(coldMs, P50), "ms"),
                new BenchReport.Result("coldAckToMemberP99Ms", quantile(coldMs, P99), "ms"),
                new BenchReport.Result("burstAckToMemberP50Ms", quantile(crowdedMs, P50), "ms"),
                new BenchReport.Result("burstAckToMemberP99Ms", quantile(crowdedMs, P99), "ms"),
                new BenchReport.Result("allPlacedSeconds", seconds(burst, arrivals), "s"),
                new BenchReport.Result("hubRssMiB", after.rssPeakMiB(), "MiB"),
                new BenchReport.Result("cpuSeconds", placed.cpuSeconds() - before.cpuSeconds(), "s"),
                new BenchReport.Result("cpuSecondsUntilQuiet", settled.cpuSeconds() - before.cpuSeconds(), "s"));
    }

    private Creations single(KubeClient hub, String prefix, List<Arrivals> arrivals) {
        return Creations.single(
                hub,
                prefix,
                SINGLE,
                fleet.clusters().size(),
                GAP_MS,
                name -> arrivals.forEach(each -> each.seenAt(name, load.patience())));
    }

    /** Until the hub has told itself and its clients of every status: what it does then is watching. */
    private ProcessUsage awaitQuiet() {
        long deadline = System.nanoTime() + QUIET_MAX.toNanos();
        ProcessUsage last = ProcessUsage.ofTree(fleet.hub().pid());
        while (System.nanoTime() < deadline) {
            Waiting.pause(QUIET_FOR.toMillis());
            ProcessUsage now = ProcessUsage.ofTree(fleet.hub().pid());
            if (now.cpuSeconds() - last.cpuSeconds() < QUIET_CORES * QUIET_FOR.toSeconds()) {
                return now;
            }
            last = now;
        }
        return last;
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
    private double[] latenciesMs(Creations creations, List<Arrivals> arrivals) {
        return creations.acknowledgedAt().entrySet().stream()
                .mapToDouble(each -> Math.max(0, inAll(each.getKey(), arrivals) - each.getValue()) / NANOS_PER_MS)
                .sorted()
                .toArray();
    }

    private double seconds(Creations creations, List<Arrivals> arrivals) {
        long last = creations.acknowledgedAt().keySet().stream()
                .mapToLong(name -> inAll(name, arrivals))
                .max()
                .orElseThrow();
        return (last - creations.startedAt()) / NANOS_PER_S;
    }

    private long inAll(String name, List<Arrivals> arrivals) {
        return arrivals.stream()
                .mapToLong(each -> each.seenAt(name, load.patience()))
                .max()
                .orElseThrow();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private KubeClient client(String context) {
        return new KubeClient(Kubeconfig.read(directory.kubeconfig(), Optional.of(context)));
    }
}
