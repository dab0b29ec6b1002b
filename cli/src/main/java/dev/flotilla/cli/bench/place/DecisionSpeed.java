package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.bench.BenchReport.Result;
import dev.flotilla.placement.ClusterSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Decisions per second on one thread; the words about clusters that are left out are not asked for. */
final class DecisionSpeed {
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
            ClusterSnapshot fleet = BenchDecision.fleet(size);
            for (BenchPlacement placement : BenchPlacement.values()) {
                System.err.println("decisions: " + placement.label() + " over " + size + " clusters");
                BenchDecision decision = new BenchDecision(fleet, placement);
                run(decision, warming);
                String name = "decisionsPerSecond." + placement.label() + "." + size;
                results.add(new Result(name, run(decision, each), "1/s"));
            }
        }
        return results;
    }

    private static double run(BenchDecision decision, Duration during) {
        long started = System.nanoTime();
        long until = started + during.toNanos();
        long decisions = 0;
        while (System.nanoTime() < until) {
            decision.decide();
            decisions++;
        }
        return decisions / ((System.nanoTime() - started) / NANOS_PER_S);
    }
}
