package dev.flotilla.cli.bench;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/** The whole way of a workload: created in the hub, logged, placed, rendered, there in every member. */
final class SpineBench {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS_PER_S = 1e9;
    private static final double P50 = 0.50;
    private static final double P99 = 0.99;

    /** What is asked for. */
    record Load(int workloads, int concurrency, SpineWorkload.Placement placement, Duration patience) {}

    private final DataDirectory directory;
    private final LocalState fleet;
    private final Load load;

    /** When the creations began and when each was acknowledged. */
    private record Created(long startedAt, long endedAt, long[] acknowledgedAt) {}

    SpineBench(DataDirectory directory, LocalState fleet, Load load) {
        this.directory = directory;
        this.fleet = fleet;
        this.load = load;
    }

    BenchReport run() throws Exception {
        SequencedMap<String, Object> environment = BenchReport.machine();
        environment.put("workloads", load.workloads());
        environment.put("members", fleet.clusters().size());
        environment.put("placement", load.placement().name().toLowerCase(java.util.Locale.ROOT));
        environment.put("concurrency", load.concurrency());
        List<KubeClient> clients = new ArrayList<>();
        List<Arrivals> arrivals = new ArrayList<>();
        try (KubeClient hub = client("hub")) {
            prepare(hub);
            for (String cluster : fleet.clusters()) {
                KubeClient member = client(cluster);
                clients.add(member);
                arrivals.add(new Arrivals(member, load.workloads()));
            }
            return measure(hub, arrivals, environment);
        } finally {
            for (Arrivals each : arrivals) {
                each.close();
            }
            clients.forEach(KubeClient::close);
        }
    }

    private BenchReport measure(KubeClient hub, List<Arrivals> arrivals, SequencedMap<String, Object> environment)
            throws Exception {
        ProcessUsage before = ProcessUsage.ofTree(fleet.hub().pid());
        Created created = create(hub);
        long deadline = System.nanoTime() + load.patience().toNanos();
        for (int i = 0; i < arrivals.size(); i++) {
            if (!arrivals.get(i).awaitAll(deadline)) {
                throw new UserError("after " + load.patience().toSeconds() + " s "
                        + fleet.clusters().get(i) + " holds "
                        + arrivals.get(i).count() + " of " + load.workloads() + " workloads; see "
                        + directory.log("hub"));
            }
        }
        ProcessUsage after = ProcessUsage.ofTree(fleet.hub().pid());
        return new BenchReport("spine", environment, results(created, arrivals, before, after));
    }

    private List<BenchReport.Result> results(
            Created created, List<Arrivals> arrivals, ProcessUsage before, ProcessUsage after) {
        double[] latencies = new double[load.workloads()];
        long last = 0;
        for (int number = 0; number < latencies.length; number++) {
            String name = SpineWorkload.name(number);
            long inAll =
                    arrivals.stream().mapToLong(each -> each.seenAt(name)).max().orElseThrow();
            // The hub may have placed it before its client has read the answer.
            latencies[number] = Math.max(0, (inAll - created.acknowledgedAt()[number]) / NANOS_PER_MS);
            last = Math.max(last, inAll);
        }
        Arrays.sort(latencies);
        double creating = (created.endedAt() - created.startedAt()) / NANOS_PER_S;
        return List.of(
                new BenchReport.Result("createsPerSecond", load.workloads() / creating, "1/s"),
                new BenchReport.Result("ackToMemberP50Ms", quantile(latencies, P50), "ms"),
                new BenchReport.Result("ackToMemberP99Ms", quantile(latencies, P99), "ms"),
                new BenchReport.Result("allPlacedSeconds", (last - created.startedAt()) / NANOS_PER_S, "s"),
                new BenchReport.Result("hubRssMiB", after.rssPeakMiB(), "MiB"),
                new BenchReport.Result("cpuSeconds", after.cpuSeconds() - before.cpuSeconds(), "s"));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private void prepare(KubeClient hub) {
        require(hub, "/api/v1/namespaces", SpineWorkload.namespace());
        require(
                hub,
                "/apis/policy.karmada.io/v1alpha1/clusterpropagationpolicies",
                SpineWorkload.policy(load.placement(), fleet.clusters()));
    }

    private Created create(KubeClient hub) throws InterruptedException {
        int members = fleet.clusters().size();
        List<ObjectNode> objects = new ArrayList<>();
        for (int number = 0; number < load.workloads(); number++) {
            objects.add(SpineWorkload.deployment(number, members));
        }
        long[] acknowledgedAt = new long[load.workloads()];
        AtomicInteger next = new AtomicInteger();
        long startedAt = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < load.concurrency(); client++) {
                running.add(clients.submit(() -> createUntilDone(hub, objects, next, acknowledgedAt)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UserError error) {
                throw error;
            }
            throw new IllegalStateException("a client of the benchmark failed", failed);
        }
        return new Created(startedAt, System.nanoTime(), acknowledgedAt);
    }

    private static void createUntilDone(
            KubeClient hub, List<ObjectNode> objects, AtomicInteger next, long[] acknowledgedAt) {
        String path = "/apis/apps/v1/namespaces/" + SpineWorkload.NAMESPACE + "/deployments";
        for (int number = next.getAndIncrement(); number < objects.size(); number = next.getAndIncrement()) {
            require(hub, path, objects.get(number));
            acknowledgedAt[number] = System.nanoTime();
        }
    }

    private static void require(KubeClient hub, String path, ObjectNode object) {
        KubeClient.Answer answer = hub.send("POST", path, Optional.of(object), "application/json");
        if (!answer.ok()) {
            throw new UserError(
                    "the hub refused " + object.path("metadata").path("name").asString("") + ": " + answer.message());
        }
    }

    private KubeClient client(String context) {
        return new KubeClient(Kubeconfig.read(directory.kubeconfig(), Optional.of(context)));
    }
}
