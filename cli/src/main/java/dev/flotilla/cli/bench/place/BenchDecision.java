package dev.flotilla.cli.bench.place;

import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.WorkloadRequest;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.PlacementReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The decision that is measured: a hundred replicas of 500m and 512Mi, from nothing placed, over a generated fleet. */
public final class BenchDecision {
    private static final int REPLICAS = 100;
    private static final Map<String, Long> REQUEST_MILLI = Map.of("cpu", 500L, "memory", 512L * (1 << 20) * 1000);

    private final ClusterSnapshot fleet;
    private final WorkloadRequest request;

    BenchDecision(ClusterSnapshot fleet, BenchPlacement placement) {
        this.fleet = fleet;
        this.request = new WorkloadRequest(
                "apps/v1/Deployment",
                "uid-1",
                true,
                REPLICAS,
                REQUEST_MILLI,
                PlacementReader.read(placement.placement()));
    }

    /** As they stand in figures' names. */
    public static List<String> strategies() {
        return Stream.of(BenchPlacement.values()).map(BenchPlacement::label).toList();
    }

    /** @param strategy one of {@link #strategies} */
    public static BenchDecision of(String strategy, int clusters) {
        return new BenchDecision(fleet(clusters), BenchPlacement.valueOf(strategy.toUpperCase(Locale.ROOT)));
    }

    static ClusterSnapshot fleet(int clusters) {
        return new FleetView().at(GeneratedFleet.table(clusters));
    }

    /** Makes it once more. */
    public PlacementDecision decide() {
        PlacementDecision decision = Scheduler.decide(fleet, request, Previous.NOTHING);
        if (!decision.succeeded()) {
            throw new IllegalStateException("the benchmark's workload finds no place: " + decision.summary());
        }
        return decision;
    }
}
