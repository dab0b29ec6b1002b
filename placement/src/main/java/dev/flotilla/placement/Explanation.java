package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts a decision into words: one sentence for a status, a table for a terminal. */
public final class Explanation {
    /** How many clusters a sentence names before it counts the rest. */
    private static final int NAMES_MAX = 12;

    private Explanation() {}

    /** One row for every cluster of the fleet: first where the workload goes, then where not and why. */
    public static String table(PlacementDecision decision) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CLUSTER", "REPLICAS", "SCORE", "ROOM", "DECIDED BY", "WHY"));
        for (PlacementDecision.Target target : decision.targets()) {
            rows.add(List.of(
                    target.cluster(),
                    String.valueOf(target.replicas()),
                    String.valueOf(target.score()),
                    target.room() < 0 ? "-" : String.valueOf(target.room()),
                    decision.succeeded() ? "placed" : decision.outcome().label(),
                    decision.succeeded() && !decision.kept() ? "-" : "it stays where it is"));
        }
        for (PlacementDecision.Exclusion exclusion : decision.leftOut()) {
            rows.add(List.of(
                    exclusion.cluster(), "-", "-", "-", exclusion.stage().label(), exclusion.reason()));
        }
        return aligned(rows) + decision.summary() + "\n";
    }

    /** Rows in columns, each row a line. */
    public static String aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < columns - 1; column++) {
                text.append(row.get(column))
                        .repeat(' ', widths[column] - row.get(column).length() + 3);
            }
            text.append(row.getLast());
            text.setLength(text.toString().stripTrailing().length());
            text.append('\n');
        }
        return text.toString();
    }

    static String sentence(
            List<PlacementDecision.Target> targets,
            List<PlacementDecision.Exclusion> leftOut,
            boolean workload,
            String affinity,
            boolean kept) {
        return (kept ? "Kept in " : "Placed in ")
                + clusters(targets, workload)
                + (affinity.isEmpty() ? "" : " by affinity " + affinity)
                + (leftOut.isEmpty() ? "" : "; left out: " + stages(leftOut))
                + ".";
    }

    static String refusal(String reason, List<PlacementDecision.Target> staying, boolean workload) {
        String ended = reason.endsWith(".") ? reason : reason + ".";
        return staying.isEmpty() ? ended : ended + " It stays in " + clusters(staying, workload) + ".";
    }

    private static String clusters(List<PlacementDecision.Target> targets, boolean workload) {
        String named = targets.stream()
                .limit(NAMES_MAX)
                .map(target -> workload ? target.cluster() + " (" + target.replicas() + ")" : target.cluster())
                .collect(Collectors.joining(", "));
        int more = targets.size() - NAMES_MAX;
        return named.isEmpty() ? "no cluster" : more > 0 ? named + " and " + more + " more" : named;
    }

    /** As {@code 2 by ClusterAffinity, 1 by TaintToleration}. */
    private static String stages(List<PlacementDecision.Exclusion> leftOut) {
        return leftOut.stream()
                .collect(Collectors.groupingBy(
                        exclusion -> exclusion.stage().label(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " by " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
