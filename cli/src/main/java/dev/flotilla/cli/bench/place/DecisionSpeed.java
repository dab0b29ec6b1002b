package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.bench.BenchReport.Result;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.WorkloadRequest;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.PlacementReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decisions per second on one thread, each from nothing placed to a decision that says of every cluster why not: a
 * hundred replicas of 500m and 512Mi.
 */
final class DecisionSpeed {
    private static final int REPLICAS = 100;
    private static final Map<String, Long> REQUEST_MILLI = Map.of("cpu", 500L, "memory", 512L * (1 << 20) * 1000);
    private static final double NANOS_PER_S = 1e9;

    private final Duration warming;
    private final Duration each;

    DecisionSpeed(Duration each) {
        this.warming = each;
        this.each = each;
    }

    List<Result> measure(List<Integer> sizes) {
        List<Result> results = new ArrayList<>();
        for (int size : sizes) {
            ClusterSnapshot fleet = new FleetView().at(GeneratedFleet.table(size));
            for (BenchPlacement placement : BenchPlacement.values()) {
                System.err.println("decisions: " + placement.label() + " over " + size + " clusters");
                String name = "decisionsPerSecond." + placement.label() + "." + size;
                results.add(new Result(name, perSecond(fleet, placement), "1/s"));
            }
        }
        return results;
    }

    private double perSecond(ClusterSnapshot fleet, BenchPlacement placement) {
        WorkloadRequest request = new WorkloadRequest(
                "apps/v1/Deployment",
                "uid-1",
                true,
                REPLICAS,
                REQUEST_MILLI,
                PlacementReader.read(placement.placement()));
        run(fleet, request, warming);
        return run(fleet, request, each);
    }

    private static double run(ClusterSnapshot fleet, WorkloadRequest request, Duration during) {
        long started = System.nanoTime();
        long until = started + during.toNanos();
        long decisions = 0;
        while (System.nanoTime() < until) {
            PlacementDecision decision = Scheduler.decide(fleet, request, Previous.NOTHING);
            if (!decision.succeeded()) {
                throw new IllegalStateException("the benchmark's workload finds no place: " + decision.summary());
            }
            decisions++;
        }
        return decisions / ((System.nanoTime() - started) / NANOS_PER_S);
    }
}
