package dev.flotilla.dr;

import com.sun.management.ThreadMXBean;
import dev.flotilla.api.store.ObjectKey;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Measures what judging the loss of each of three regions costs on one thread, with 1,000 divided workloads over six
 * clusters: from nothing, when nothing has changed, when one workload has, and when a cluster's capacity has.
 */
public final class SurvivalBenchmark {
    private static final int WORKLOADS = 1000;
    private static final int ROUNDS = 20;
    private static final String PLACEMENT = """
            {"spreadConstraints": [{"spreadByField": "region", "minGroups": 2, "maxGroups": 3},
               {"spreadByField": "cluster", "minGroups": 2, "maxGroups": 6}],
             "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""";

    private final FleetWorld world = new FleetWorld();
    private final SurvivalReconciler reconciler =
            new SurvivalReconciler(new FleetWorkloads(), SurvivalReconciler.Observer.NOBODY);
    private Instant now = world.now;

    private SurvivalBenchmark() {}

    static void main() {
        SurvivalBenchmark benchmark = new SurvivalBenchmark();
        benchmark.fill();
        benchmark.measure("nothing has changed", _ -> {});
        benchmark.measure(
                "one workload has changed",
                round -> benchmark.world.edit(
                        "apps/deployments/shop/w" + round,
                        tree -> tree.withObject("/spec").put("replicas", 7)));
        benchmark.measure(
                "a cluster's capacity has changed",
                round -> benchmark.world.edit(
                        "cluster.karmada.io/clusters//ap-1",
                        tree -> tree.withObject("/status/resourceSummary/allocatable")
                                .put("pods", "" + (3000 + round))));
    }

    private void fill() {
        List.of("eu-1", "eu-2", "us-1", "us-2", "ap-1", "ap-2").forEach(name -> world.cluster(name, 5000));
        world.settle();
        for (int number = 0; number < WORKLOADS; number++) {
            world.deployment("w" + number, 6, PLACEMENT, "");
            world.settle();
        }
    }

    @FunctionalInterface
    private interface Change {
        void apply(int round);
    }

    private void measure(String name, Change change) {
        judge();
        long spent = 0;
        for (int round = 0; round < ROUNDS; round++) {
            change.apply(round);
            world.settle();
            spent += judge();
        }
        System.out.printf(Locale.ROOT, "%-34s %8.2f ms CPU for all three regions%n", name, spent / 1e6 / ROUNDS);
    }

    /** CPU time of one pass over every region. */
    private long judge() {
        now = now.plusSeconds(60);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (ObjectKey site : reconciler.keys(world.snapshot()).toList()) {
            reconciler.decide(world.snapshot(), site, now);
        }
        return threads.getCurrentThreadCpuTime() - before;
    }
}
