package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Weights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The report's lists as tables of plain text, the same on every page. */
final class Tables {
    private Tables() {}

    /**
     * @param caption the section's name
     * @param empty what to say where there are no rows
     * @param numeric the columns that are set to the right
     */
    record Table(String caption, String empty, List<String> headings, List<List<String>> rows, List<Integer> numeric) {
        private static Table of(String caption, String empty, List<String> headings, List<List<String>> rows) {
            return new Table(caption, empty, headings, rows, List.of());
        }

        private Table numeric(Integer... columns) {
            return new Table(caption, empty, headings, rows, List.of(columns));
        }
    }

    static Table measurements(DrillReport report) {
        return Table.of(
                        "Objectives and measurements",
                        "Nothing was measured.",
                        List.of("What", "Measured", "Objective", "Verdict"),
                        report.measurements().stream()
                                .map(each -> List.of(
                                        each.name(),
                                        Words.duration(each.valueMs()),
                                        Words.duration(each.objectiveMs()),
                                        Words.met(each)))
                                .toList())
                .numeric(1, 2);
    }

    static Table timeline(DrillReport report) {
        return Table.of(
                        "Timeline",
                        "Nothing happened.",
                        List.of("After the loss", "Time", "Event", "Detail"),
                        report.timeline().stream()
                                .map(each -> List.of(
                                        Words.offset(report, each.at()),
                                        Words.time(each.at()),
                                        each.event().words(),
                                        each.detail()))
                                .toList())
                .numeric(0);
    }

    static Table hypothesis(DrillReport report) {
        return Table.of(
                "Hypothesis: available before and after",
                "No workload was in scope.",
                List.of("Workload", "Before the loss", "After the drill", "Verdict"),
                report.hypothesis().stream()
                        .map(each -> List.of(
                                each.workload(), each.before(), each.after(), each.held() ? "held" : "did not hold"))
                        .toList());
    }

    static Table guards(DrillReport report) {
        return Table.of(
                "Guards",
                "The drill had no guard.",
                List.of("Guard", "State", "When", "Detail"),
                report.guards().stream()
                        .map(each -> List.of(
                                each.name(),
                                each.tripped() ? "tripped" : "not tripped",
                                when(report, each),
                                each.detail()))
                        .toList());
    }

    private static String when(DrillReport report, DrillReport.Guard guard) {
        Instant at = guard.at();
        return at == null ? Words.NONE : Words.offset(report, at);
    }

    static Table workloads(DrillReport report) {
        return Table.of(
                        "Workloads",
                        "No workload had to move.",
                        List.of("Workload", "From", "To", "Ready after", "Note"),
                        report.workloads().stream()
                                .map(each -> List.of(
                                        each.workload(),
                                        Words.list(each.from()),
                                        Words.list(each.to()),
                                        Words.duration(each.readyAfterMs()),
                                        each.note()))
                                .toList())
                .numeric(3);
    }

    /** One table for each traffic policy: a column for each cluster, a row for each change. */
    static List<Table> traffic(DrillReport report) {
        return report.traffic().stream()
                .map(Weights::policy)
                .distinct()
                .sorted()
                .map(policy -> traffic(report, policy))
                .toList();
    }

    private static Table traffic(DrillReport report, String policy) {
        List<Weights> changes = report.traffic().stream()
                .filter(each -> each.policy().equals(policy))
                .toList();
        TreeSet<String> clusters = new TreeSet<>();
        changes.forEach(each -> clusters.addAll(each.weights().keySet()));
        List<String> headings = new ArrayList<>(List.of("From"));
        headings.addAll(clusters);
        List<List<String>> rows = new ArrayList<>();
        for (Weights change : changes) {
            List<String> row = new ArrayList<>(List.of(Words.offset(report, change.at())));
            clusters.forEach(cluster -> row.add(String.valueOf(change.weights().getOrDefault(cluster, 0))));
            rows.add(row);
        }
        Integer[] all = new Integer[headings.size()];
        Arrays.setAll(all, i -> i);
        return Table.of("Weights of " + policy, "", headings, rows).numeric(all);
    }

    static Table decisions(DrillReport report) {
        return Table.of(
                        "Decisions",
                        "The hub had nothing to decide.",
                        List.of("#", "After the loss", "What", "Why"),
                        report.decisions().stream()
                                .map(each -> List.of(
                                        String.valueOf(each.seq()),
                                        Words.offset(report, each.at()),
                                        each.what(),
                                        each.why()))
                                .toList())
                .numeric(0, 1);
    }

    static Table journal(DrillReport report) {
        return Table.of(
                        "Journal",
                        "The run wrote no journal.",
                        List.of("#", "Time", "Step", "State", "Detail", "Key", "Node, epoch", "Hash"),
                        report.journal().stream()
                                .map(each -> List.of(
                                        String.valueOf(each.seq()),
                                        Words.time(each.at()),
                                        each.step(),
                                        each.state(),
                                        each.detail(),
                                        each.key(),
                                        each.node() + ", " + each.epoch(),
                                        each.hash()))
                                .toList())
                .numeric(0);
    }
}
