package dev.flotilla.e2e.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.cli.bench.place.BenchDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks and prints them by the names that {@code flotilla bench place} has; nothing is judged. */
final class PlacementBenchmarkIT {
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void measuresEveryStrategyOverFleetsOfFourSizes() throws RunnerException, IOException {
        Path json = Files.createDirectories(Path.of("target")).resolve("jmh-placement.json");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(PlacementBenchmark.class.getSimpleName())
                        .resultFormat(ResultFormatType.JSON)
                        .result(json.toString())
                        .shouldFailOnError(true)
                        .build())
                .run();

        Map<String, Double> figures = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getPrimaryResult().getLabel() + "."
                    + result.getParams().getParam("strategy") + "."
                    + result.getParams().getParam("clusters");
            figures.put(name, result.getPrimaryResult().getScore());
        }
        figures.forEach((name, score) -> System.out.printf("%-40s %,12.0f 1/s%n", name, score));
        assertThat(figures).hasSize(2 * 4 * BenchDecision.strategies().size());
    }
}
