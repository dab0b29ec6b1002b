package dev.flotilla.placement;

import com.sun.management.ThreadMXBean;
import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.selector.ClusterIdentity;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Measures decisions per second on one thread, from nothing placed: fleets of 10, 100, 400 and 1000 clusters with five
 * labels, five regions, a tenth tainted, 160 kinds served each; a hundred replicas of 500m and 512Mi. Measured are a
 * decision; one with every cluster that is left out explained; and one right after a heartbeat, when what clusters have
 * left has changed.
 */
public final class SchedulerBenchmark {
    private static final long WARM_UP_NS = 1_000_000_000L;
    private static final long MEASURED_NS = 600_000_000L;
    private static final long MIB = 1L << 20;

    private SchedulerBenchmark() {}

    static void main() {
        System.out.printf(
                "%-28s %8s %12s %10s %12s %12s %14s%n",
                "placement", "clusters", "decisions/s", "us each", "bytes each", "explained/s", "after change/s");
        for (Map.Entry<String, PlacementRules> placement : placements().entrySet()) {
            for (int size : new int[] {10, 100, 400, 1000}) {
                measure(placement.getKey(), fleet(size), placement.getValue());
            }
        }
    }

    private static void measure(String name, ClusterSnapshot fleet, PlacementRules rules) {
        WorkloadRequest request = new WorkloadRequest(
                Fleets.DEPLOYMENT, "uid-1", true, 100, Map.of("cpu", 500L, "memory", 512 * MIB * 1000), rules);
        Supplier<PlacementDecision> decides = () -> Scheduler.decide(fleet, request, Previous.NOTHING);
        Supplier<PlacementDecision> explains = () -> {
            PlacementDecision decision = decides.get();
            decision.leftOut();
            return decision;
        };
        Supplier<PlacementDecision> looksAnew =
                () -> Scheduler.decide(fleet.next(fleet.clusters()), request, Previous.NOTHING);
        Measured decided = measure(decides);
        System.out.printf(
                "%-28s %8d %12.0f %10.1f %12d %12.0f %14.0f%n",
                name,
                fleet.size(),
                decided.perSecond(),
                1e6 / decided.perSecond(),
                decided.bytesEach(),
                measure(explains).perSecond(),
                measure(looksAnew).perSecond());
    }

    private record Measured(double perSecond, long bytesEach) {}

    private static Measured measure(Supplier<PlacementDecision> decision) {
        run(decision, WARM_UP_NS);
        long allocatedBefore = allocated();
        long started = System.nanoTime();
        long decisions = run(decision, MEASURED_NS);
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Measured(decisions / seconds, (allocated() - allocatedBefore) / decisions);
    }

    private static long run(Supplier<PlacementDecision> decide, long forNs) {
        long until = System.nanoTime() + forNs;
        long decisions = 0;
        while (System.nanoTime() < until) {
            PlacementDecision decision = decide.get();
            if (!decision.succeeded()) {
                throw new IllegalStateException(decision.summary());
            }
            decisions++;
        }
        return decisions;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Map<String, PlacementRules> placements() {
        Map<String, PlacementRules> all = new LinkedHashMap<>();
        all.put("Duplicated", Fleets.rules(Strategy.DUPLICATED).build());
        all.put(
                "Duplicated + label affinity",
                Fleets.rules(Strategy.DUPLICATED)
                        .term(
                                "",
                                cluster -> cluster.label("half").equals("0")
                                        ? Optional.empty()
                                        : Optional.of("label half"))
                        .build());
        Fleets.Rules weighted = Fleets.rules(Strategy.STATIC_WEIGHT);
        for (int region = 0; region < 3; region++) {
            String wanted = "region-" + region;
            weighted.weight(
                    region + 1, cluster -> cluster.region().equals(wanted) ? Optional.empty() : Optional.of("region"));
        }
        all.put("static weight, 3 rules", weighted.build());
        all.put("dynamic weight", Fleets.rules(Strategy.DYNAMIC_WEIGHT).build());
        all.put("Aggregated", Fleets.rules(Strategy.AGGREGATED).build());
        all.put(
                "spread cluster 5..10",
                Fleets.rules(Strategy.DYNAMIC_WEIGHT)
                        .spread(new Spread(Spread.Bounds.of(5, 10), Optional.empty()))
                        .build());
        all.put(
                "spread region 2..3",
                Fleets.rules(Strategy.DYNAMIC_WEIGHT)
                        .spread(Fleets.regions(2, 3))
                        .build());
        return all;
    }

    private static ClusterSnapshot fleet(int size) {
        List<FleetCluster> clusters = new ArrayList<>();
        for (int number = 0; number < size; number++) {
            clusters.add(cluster(number));
        }
        return new ClusterSnapshot(clusters);
    }

    private static FleetCluster cluster(int number) {
        Map<String, String> labels = Map.of(
                "half", String.valueOf(number % 2), "a", "1", "b", "2", "c", "3", "number", String.valueOf(number));
        Set<String> apis = new HashSet<>();
        for (int kind = 0; kind < 160; kind++) {
            apis.add("group" + kind / 8 + "/v1/Kind" + kind);
        }
        apis.add(Fleets.DEPLOYMENT);
        List<Taint> taints =
                number % 10 == 0 ? List.of(new Taint("maintenance", "", Taint.NO_SCHEDULE, null)) : List.of();
        Map<String, Long> free =
                Map.of("cpu", (20L + number % 50) * 1000, "memory", (64L + number % 100) * 1024 * MIB * 1000);
        return new FleetCluster(
                new ClusterIdentity(
                        "member-" + number,
                        labels,
                        "p" + number % 3,
                        "region-" + number % 5,
                        List.of("z" + number % 3)),
                taints,
                apis,
                false,
                Optional.of(new Capacity(1000, free, List.of())));
    }
}
