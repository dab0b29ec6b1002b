package dev.flotilla.dr.drill;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.dr.Drill;
import dev.flotilla.api.dr.DrillSpec;
import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.Guard;
import dev.flotilla.api.dr.Objectives;
import dev.flotilla.api.dr.Scope;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.HashChain;
import dev.flotilla.dr.evidence.JournalEntry;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what a drill's report says, from what the run has written down. */
final class ReportOf {
    private final Drill drill;
    private final FailoverRun run;
    private final DrillVerdict verdict;
    private final Instant lost;
    private final Instant began;
    private final Instant ended;

    private ReportOf(Drill drill, FailoverRun run, DrillVerdict verdict, Instant now) {
        this.drill = drill;
        this.run = run;
        this.verdict = verdict;
        this.began = run.status().journal().stream()
                .map(FailoverRunStatus.JournalEntry::at)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(now);
        this.ended = run.status().journal().isEmpty()
                ? now
                : Objects.requireNonNullElse(run.status().journal().getLast().at(), now);
        this.lost = Objects.requireNonNullElse(run.status().lostSince(), began);
    }

    static DrillReport of(
            String hub, Drill drill, FailoverRun run, DrillVerdict verdict, Collection<Cluster> fleet, Instant now) {
        return new ReportOf(drill, run, verdict, now).report(hub, fleet);
    }

    private DrillReport report(String hub, Collection<Cluster> fleet) {
        FailoverRunStatus status = run.status();
        List<JournalEntry> journal =
                status.journal().stream().map(ReportOf::entry).toList();
        return new DrillReport(
                DrillReport.FORMAT_VERSION,
                what(hub, fleet),
                new DrillReport.Run(run.name(), began, ended, verdict.result(), verdict.reasons()),
                timeline(),
                verdict.measurements().stream()
                        .map(each -> DrillReport.Measurement.of(each.name(), each.millis(), each.objectiveMillis()))
                        .toList(),
                hypothesis(),
                guards(),
                status.moves().stream().map(this::move).toList(),
                status.traffic().stream()
                        .map(each ->
                                new DrillReport.Weights(at(each.at()), each.policy(), new TreeMap<>(each.weights())))
                        .toList(),
                status.decisions().stream()
                        .map(each -> new DrillReport.Decision(each.seq(), at(each.at()), each.what(), each.why()))
                        .toList(),
                journal,
                HashChain.head(journal));
    }

    private DrillReport.Drill what(String hub, Collection<Cluster> fleet) {
        DrillSpec spec = drill.spec();
        Objectives objectives = Objects.requireNonNull(spec.objectives());
        boolean regions = spec.sites().stream().allMatch(site -> site.cluster().isEmpty());
        return new DrillReport.Drill(
                drill.name(),
                drill.object().head().uid(),
                drill.object().head().generation(),
                spec.title(),
                "Simulation",
                regions ? "RegionLoss" : "ClusterLoss",
                hub,
                sites(fleet),
                words(spec.judged()),
                new DrillReport.Objectives(objectives.rtoSeconds() * 1000L, spec.soakSeconds() * 1000L));
    }

    private List<DrillReport.Site> sites(Collection<Cluster> fleet) {
        Map<String, List<String>> byRegion = new LinkedHashMap<>();
        Set<String> lostClusters = new HashSet<>(run.status().clusters());
        fleet.stream()
                .sorted(java.util.Comparator.comparing(Cluster::name))
                .forEach(each -> byRegion.computeIfAbsent(
                                (lostClusters.contains(each.name()) ? "-" : "+") + region(each), _ -> new ArrayList<>())
                        .add(each.name()));
        return byRegion.entrySet().stream()
                .map(entry -> new DrillReport.Site(
                        entry.getKey().substring(1),
                        entry.getKey().substring(1),
                        entry.getValue(),
                        entry.getKey().startsWith("-")))
                .toList();
    }

    private static String region(Cluster cluster) {
        return cluster.spec().region().isEmpty()
                ? cluster.name()
                : cluster.spec().region();
    }

    private static String words(Scope scope) {
        String namespaces =
                scope.namespaces().isEmpty() ? "all namespaces" : "namespaces " + String.join(", ", scope.namespaces());
        if (scope.workloadSelector() == null || scope.workloadSelector().selectsEverything()) {
            return "every workload in " + namespaces;
        }
        String labels = Stream.concat(
                        scope.workloadSelector().matchLabels().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> entry.getKey() + "=" + entry.getValue()),
                        scope.workloadSelector().matchExpressions().stream()
                                .map(each -> each.key() + " " + each.operator() + " " + each.values()))
                .collect(Collectors.joining(", "));
        return "workloads with " + labels + " in " + namespaces;
    }

    private List<DrillReport.Event> timeline() {
        List<DrillReport.Event> events = new ArrayList<>();
        for (Milestone milestone : Milestone.values()) {
            run.status().timeline().stream()
                    .filter(each -> each.event().equals(milestone.label()))
                    .findFirst()
                    .ifPresent(each -> events.add(new DrillReport.Event(at(each.at()), milestone, each.detail())));
        }
        return events;
    }

    /** Every workload that had to move, and every one that was not available before or after. */
    private List<DrillReport.SteadyState> hypothesis() {
        FailoverRunStatus status = run.status();
        FailoverRunStatus.@Nullable Baseline baseline = status.baseline();
        Map<String, String> before = reasons(baseline == null ? List.of() : baseline.unavailable());
        Map<String, String> after = reasons(status.unavailable());
        Map<String, DrillReport.SteadyState> rows = new TreeMap<>();
        status.moves().forEach(move -> {
            String name = name(move);
            rows.put(
                    name,
                    new DrillReport.SteadyState(
                            name,
                            before.getOrDefault(name, "available in " + move.before()),
                            after.getOrDefault(
                                    name, "available in " + (move.returnedAt() == null ? move.after() : move.before())),
                            !before.containsKey(name),
                            !after.containsKey(name)));
        });
        Stream.concat(before.keySet().stream(), after.keySet().stream())
                .forEach(name -> rows.computeIfAbsent(
                        name,
                        _ -> new DrillReport.SteadyState(
                                name,
                                before.getOrDefault(name, "available"),
                                after.getOrDefault(name, "available"),
                                !before.containsKey(name),
                                !after.containsKey(name))));
        return List.copyOf(rows.values());
    }

    /** From {@code namespace/Kind/name (why)} to the name and why. */
    private static Map<String, String> reasons(List<String> unavailable) {
        Map<String, String> reasons = new TreeMap<>();
        for (String each : unavailable) {
            int at = each.indexOf(" (");
            reasons.put(at < 0 ? each : each.substring(0, at), "not available" + (at < 0 ? "" : each.substring(at)));
        }
        return reasons;
    }

    private List<DrillReport.Guard> guards() {
        List<DrillReport.Guard> guards = new ArrayList<>();
        for (Guard guard : drill.spec().guards()) {
            Optional<FailoverRunStatus.TripRecord> trip = run.status().guards().stream()
                    .filter(each -> each.name().equals(guard.name()))
                    .findFirst();
            guards.add(new DrillReport.Guard(
                    guard.name(),
                    trip.isPresent(),
                    trip.map(FailoverRunStatus.TripRecord::at).orElse(null),
                    trip.map(FailoverRunStatus.TripRecord::detail)
                            .orElse("every cluster outside the sites stayed ready")));
        }
        return guards;
    }

    private DrillReport.Move move(FailoverRunStatus.Move move) {
        @Nullable Instant ready = move.readyAt();
        @Nullable Instant back = move.returnedAt();
        return new DrillReport.Move(
                move.namespace(),
                move.kind(),
                move.name(),
                List.of(move.before().split(" ")),
                List.of(move.after().split(" ")),
                ready == null
                        ? null
                        : Long.valueOf(Duration.between(lost, ready).toMillis()),
                back == null ? "not placed as before" : "placed as before again");
    }

    private static String name(FailoverRunStatus.Move move) {
        String kindAndName = move.kind() + "/" + move.name();
        return move.namespace().isEmpty() ? kindAndName : move.namespace() + "/" + kindAndName;
    }

    private Instant at(@Nullable Instant at) {
        return at == null ? began : at;
    }

    private static JournalEntry entry(FailoverRunStatus.JournalEntry each) {
        return new JournalEntry(
                each.seq(),
                Objects.requireNonNullElse(each.at(), Instant.EPOCH),
                each.step(),
                each.state(),
                each.key(),
                each.detail(),
                each.executor(),
                each.epoch(),
                each.previousHash(),
                each.hash());
    }
}
