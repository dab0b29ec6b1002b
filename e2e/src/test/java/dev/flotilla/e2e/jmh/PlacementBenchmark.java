package dev.flotilla.e2e.jmh;

import dev.flotilla.cli.bench.place.BenchDecision;
import dev.flotilla.placement.PlacementDecision;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decisions that {@code flotilla bench place} measures, and the same with every cluster that is left out explained.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PlacementBenchmark {
    /** Of the fleet. */
    @Param({"10", "100", "400", "1000"})
    public int clusters;

    /** As figures' names have it. */
    @Param({"duplicated", "static", "dynamic", "aggregated", "region"})
    public String strategy = "duplicated";

    private BenchDecision decision = BenchDecision.of("duplicated", 10);

    @Setup
    public void begin() {
        decision = BenchDecision.of(strategy, clusters);
    }

    @Benchmark
    public PlacementDecision decisionsPerSecond() {
        return decision.decide();
    }

    @Benchmark
    public List<PlacementDecision.Exclusion> explainedPerSecond() {
        return decision.decide().leftOut();
    }
}
