package dev.flotilla.cli.command;

import dev.flotilla.dr.LossForecast;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import dev.flotilla.placement.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A forecast as a person reads it: what it comes to, what to mind, then one row for each workload with replicas. */
public final class ForecastText {
    private ForecastText() {}

    public static String of(LossForecast forecast) {
        StringBuilder text = new StringBuilder();
        text.append("If ")
                .append(String.join(", ", forecast.lost()))
                .append(" were lost now: workloads with copies there ");
        text.append(forecast.fates().size()).append(", of which ").append(forecast.count(Outcome.MOVES));
        text.append(" would move, ").append(forecast.count(Outcome.STAYS));
        text.append(" have other copies or need none, ").append(forecast.count(Outcome.UNPLACED));
        text.append(" would find no place.\n");
        forecast.heldBack()
                .ifPresent(reason -> text.append("But nothing would move by itself: ")
                        .append(reason)
                        .append("\nBelow is where each would go then.\n"));
        forecast.crowded()
                .forEach(crowded -> text.append("There is room for each, but not for all: ")
                        .append(crowded.display())
                        .append(".\n"));
        return text.append(table(forecast)).append(rest(forecast)).toString();
    }

    private static String table(LossForecast forecast) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WORKLOAD", "NOW", "THEN", "WHAT", "WHY"));
        forecast.fates().stream().filter(fate -> !unremarkable(fate)).forEach(fate -> rows.add(row(fate)));
        return rows.size() == 1 ? "" : "\n" + Explanation.aligned(rows);
    }

    private static String rest(LossForecast forecast) {
        long unremarkable =
                forecast.fates().stream().filter(ForecastText::unremarkable).count();
        return unremarkable == 0
                ? ""
                : "\nWithout replicas (Services, settings and the like), the same in the clusters that are left: "
                        + unremarkable + " (-o json lists them).\n";
    }

    /** Without replicas, and with all its other copies as before. */
    private static boolean unremarkable(Fate fate) {
        return fate.outcome() == Outcome.STAYS
                && fate.before().values().stream().allMatch(replicas -> replicas == 0);
    }

    private static List<String> row(Fate fate) {
        String waits = fate.tolerated().isZero()
                ? ""
                : "its policy tolerates the loss for " + fate.tolerated().toSeconds() + " s";
        return List.of(
                fate.display(),
                placed(fate.before()),
                placed(fate.after()),
                fate.outcome().label(),
                fate.why().isEmpty() ? waits : fate.why());
    }

    /** As {@code eu-1:3 us-2:1}, or the clusters alone for what has no replicas. */
    static String placed(SortedMap<String, Integer> replicas) {
        return replicas.isEmpty()
                ? "nowhere"
                : replicas.entrySet().stream()
                        .map(each -> each.getValue() > 0 ? each.getKey() + ":" + each.getValue() : each.getKey())
                        .collect(Collectors.joining(" "));
    }
}
