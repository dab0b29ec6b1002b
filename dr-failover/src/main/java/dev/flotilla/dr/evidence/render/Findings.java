package dev.flotilla.dr.evidence.render;

import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.DrillReport.Guard;
import dev.flotilla.dr.evidence.DrillReport.Measurement;
import dev.flotilla.dr.evidence.DrillReport.Move;
import dev.flotilla.dr.evidence.DrillReport.SteadyState;
import dev.flotilla.dr.evidence.DrillReport.Weights;
import dev.flotilla.dr.evidence.HashChain;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What of a drill did not go as it should, and what it could not show; each a sentence. */
final class Findings {
    private Findings() {}

    /** Every deviation; empty if there was none. */
    static List<String> of(DrillReport report) {
        List<String> findings = new ArrayList<>();
        report.guards().stream().filter(Guard::tripped).forEach(each -> findings.add(tripped(report, each)));
        report.measurements().stream()
                .filter(each -> Objects.equals(each.met(), false))
                .forEach(each -> findings.add(missed(each)));
        report.hypothesis().stream().filter(each -> !each.held()).forEach(each -> findings.add(deviated(each)));
        unready(report, findings);
        undrained(report, findings);
        HashChain.firstBreak(report.journal())
                .ifPresent(broken ->
                        findings.add("The journal is not whole: entry " + broken.seq() + ": " + broken.reason() + "."));
        return findings;
    }

    /** What nobody may conclude from this drill. */
    static List<String> limits(DrillReport report) {
        List<String> limits = new ArrayList<>();
        if (report.drill().type().equals("Simulation")) {
            limits.add("In a simulation the hub takes the sites for lost and acts as it would; the clusters themselves"
                    + " keep running and serving. What fails only when they are really gone is not shown.");
        }
        boolean dataLoss = report.measurements().stream()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.contains("rpo") || name.contains("data loss"));
        if (!dataLoss) {
            limits.add("Loss of data (RPO) was not measured.");
        }
        if (report.traffic().isEmpty()) {
            limits.add("No traffic policy was in scope: how users are led to the other sites was not shown.");
        }
        limits.add("All times were taken by the clock of the hub.");
        return limits;
    }

    private static String tripped(DrillReport report, Guard guard) {
        Instant at = guard.at();
        return "The guard " + guard.name() + " tripped"
                + (at == null ? "" : " at " + Words.offset(report, at))
                + (guard.detail().isEmpty() ? "" : ": " + guard.detail())
                + ".";
    }

    private static String missed(Measurement measurement) {
        Long value = measurement.valueMs();
        Long objective = measurement.objectiveMs();
        if (value == null || objective == null) {
            return measurement.name() + " was never reached; the objective is " + Words.duration(objective) + ".";
        }
        return measurement.name() + " took " + Words.duration(value) + "; the objective of " + Words.duration(objective)
                + " was missed by " + Words.duration(value - objective) + ".";
    }

    private static String deviated(SteadyState state) {
        if (!state.availableBefore()) {
            return state.workload() + " was not available even before the loss: " + state.before() + ".";
        }
        return state.workload() + " was available before and not after: " + state.after() + ".";
    }

    private static void unready(DrillReport report, List<String> findings) {
        Set<String> lost = lostClusters(report);
        report.workloads().stream()
                .filter(move ->
                        move.readyAfterMs() == null && move.from().stream().anyMatch(lost::contains))
                .forEach(move -> findings.add(unready(move)));
    }

    private static String unready(Move move) {
        return move.workload() + " ran in " + Words.list(move.from()) + " and was not seen ready elsewhere"
                + (move.note().isEmpty() ? "" : ": " + move.note()) + ".";
    }

    /** Weight that a lost cluster had after traffic was said to be drained. */
    private static void undrained(DrillReport report, List<String> findings) {
        Optional<Instant> drained = report.at(Milestone.DRAINED);
        Instant healed = report.at(Milestone.HEALED).orElse(Instant.MAX);
        if (drained.isEmpty()) {
            return;
        }
        Set<String> lost = lostClusters(report);
        for (Weights weights : report.traffic()) {
            boolean within = weights.at().isAfter(drained.get()) && weights.at().isBefore(healed);
            weights.weights().forEach((cluster, weight) -> {
                if (within && weight > 0 && lost.contains(cluster)) {
                    findings.add(weights.policy() + " gave the lost cluster " + cluster + " weight " + weight + " at "
                            + Words.offset(report, weights.at()) + ", after traffic was drained.");
                }
            });
        }
    }

    private static Set<String> lostClusters(DrillReport report) {
        Set<String> lost = new HashSet<>();
        report.drill().sites().stream().filter(DrillReport.Site::lost).forEach(site -> lost.addAll(site.clusters()));
        return lost;
    }
}
