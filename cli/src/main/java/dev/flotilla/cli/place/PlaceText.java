package dev.flotilla.cli.place;

import dev.flotilla.cli.command.ForecastText;
import dev.flotilla.cli.place.PlacedWorkload.Outcome;
import dev.flotilla.placement.Explanation;
import dev.flotilla.placement.explain.ExplanationText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** An answer as a person reads it: a row for each object, what it comes to, and the explanations below. */
final class PlaceText {
    private static final int CLUSTERS_MAX = 6;
    private static final String NO_POLICY = "\nA PropagationPolicy says what goes where; give one with -f as well.";

    private PlaceText() {}

    static String of(PlaceAnswer answer) {
        StringBuilder text = new StringBuilder();
        if (!answer.workloads().isEmpty()) {
            text.append(Explanation.aligned(rows(answer))).append('\n');
        }
        text.append(summary(answer)).append('\n');
        answer.loss().ifPresent(loss -> text.append('\n').append(ForecastText.of(loss)));
        for (PlacedWorkload workload : answer.workloads()) {
            if (workload.explanation() != null) {
                text.append('\n').append(ExplanationText.of(workload.explanation()));
            }
        }
        return text.toString();
    }

    private static List<List<String>> rows(PlaceAnswer answer) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                answer.compared()
                        ? List.of("WORKLOAD", "REPLICAS", "BEFORE", "AFTER", "POLICY", "WHY")
                        : List.of("WORKLOAD", "REPLICAS", "WHERE", "POLICY", "WHY"));
        answer.workloads().forEach(workload -> rows.add(row(workload, answer.compared())));
        return rows;
    }

    private static List<String> row(PlacedWorkload workload, boolean compared) {
        List<String> row = new ArrayList<>();
        row.add(workload.display());
        row.add(workload.replicas() == null ? "-" : String.valueOf(workload.replicas()));
        if (compared) {
            row.add(workload.before() == null ? "-" : where(workload.before()));
        }
        row.add(
                compared && !workload.changed()
                        ? "the same"
                        : workload.outcome() == Outcome.NOT_PROPAGATED
                                        && workload.clusters().isEmpty()
                                ? "-"
                                : where(workload.clusters()));
        row.add(workload.policy().isEmpty() ? "-" : workload.policy());
        row.add(workload.outcome() == Outcome.PLACED ? "" : workload.reason() + ": " + workload.message());
        return row;
    }

    /** As {@code eu-1:3 us-2:1}; many clusters are counted. */
    static String where(SortedMap<String, Integer> clusters) {
        if (clusters.isEmpty()) {
            return "nowhere";
        }
        String named = clusters.entrySet().stream()
                .limit(CLUSTERS_MAX)
                .map(each -> each.getValue() > 0 ? each.getKey() + ":" + each.getValue() : each.getKey())
                .collect(Collectors.joining(" "));
        int more = clusters.size() - CLUSTERS_MAX;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static boolean nothingSelected(PlaceAnswer answer) {
        return !answer.workloads().isEmpty()
                && answer.workloads().stream()
                        .allMatch(workload -> workload.policy().isEmpty());
    }

    private static String summary(PlaceAnswer answer) {
        String text = answer.workloads().size() + " objects over " + answer.fleet() + " clusters: "
                + answer.count(Outcome.PLACED) + " placed, " + answer.count(Outcome.UNPLACED) + " find no place, "
                + answer.count(Outcome.NOT_PROPAGATED) + " stay in the hub.";
        if (!answer.compared()) {
            return nothingSelected(answer) ? text + NO_POLICY : text;
        }
        long changed =
                answer.workloads().stream().filter(PlacedWorkload::changed).count();
        return text + " The change concerns " + changed + " of them.";
    }
}
