package dev.flotilla.cli.command;

import dev.flotilla.dr.LossForecast;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** A forecast as programs read it. */
public record ForecastJson(
        SortedSet<String> lost,
        boolean survived,
        String heldBack,
        Map<String, Long> counts,
        List<Workload> workloads,
        List<LossForecast.Crowded> crowded) {

    public record Workload(
            String namespace,
            String kind,
            String name,
            int priority,
            String outcome,
            SortedMap<String, Integer> before,
            SortedMap<String, Integer> after,
            long toleratedSeconds,
            String why,
            List<NotElsewhere> notElsewhere) {}

    public record NotElsewhere(String cluster, String stage, String reason) {}

    public static ForecastJson of(LossForecast forecast) {
        Map<String, Long> counts = new TreeMap<>();
        for (LossForecast.Outcome outcome : LossForecast.Outcome.values()) {
            counts.put(outcome.label(), forecast.count(outcome));
        }
        return new ForecastJson(
                forecast.lost(),
                forecast.survived(),
                forecast.heldBack().orElse(""),
                counts,
                forecast.fates().stream().map(ForecastJson::workload).toList(),
                forecast.crowded());
    }

    private static Workload workload(LossForecast.Fate fate) {
        return new Workload(
                fate.binding().namespace(),
                fate.kind(),
                fate.name(),
                fate.priority(),
                fate.outcome().label(),
                fate.before(),
                fate.after(),
                fate.tolerated().toSeconds(),
                fate.why(),
                fate.notElsewhere().stream()
                        .map(each ->
                                new NotElsewhere(each.cluster(), each.stage().label(), each.reason()))
                        .toList());
    }
}
