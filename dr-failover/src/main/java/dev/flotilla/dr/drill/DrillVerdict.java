package dev.flotilla.dr.drill;

import dev.flotilla.api.dr.DrillSpec;
import dev.flotilla.api.dr.DrillStatus.Measurement;
import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.Objectives;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a completed run says about its drill. Passed needs all of it: the run went through, every objective was met, and
 * what was available before is available after. A run that proved nothing is Inconclusive, never Passed.
 *
 * @param reasons why it is not Passed; empty if it is
 */
record DrillVerdict(Result result, List<String> reasons, List<Measurement> measurements) {
    private static final int NAMED_MAX = 5;

    DrillVerdict {
        reasons = List.copyOf(reasons);
        measurements = List.copyOf(measurements);
    }

    static DrillVerdict of(DrillSpec drill, FailoverRunStatus run) {
        List<Measurement> measurements = measure(Objects.requireNonNull(drill.objectives()), run);
        FailoverRunStatus.@Nullable Outcome outcome = run.outcome();
        return switch (outcome == null ? FailoverRunStatus.Outcome.FAILED : outcome) {
            case ABORTED -> new DrillVerdict(Result.ABORTED, List.of(run.message()), measurements);
            case INCONCLUSIVE -> new DrillVerdict(Result.INCONCLUSIVE, List.of(run.message()), measurements);
            case FAILED -> failed(run.message(), run, measurements);
            case SUCCEEDED -> judge(run, measurements);
        };
    }

    private static DrillVerdict failed(String why, FailoverRunStatus run, List<Measurement> measurements) {
        List<String> reasons = new ArrayList<>(List.of(why));
        reasons.addAll(unavailable(run));
        return new DrillVerdict(Result.FAILED, reasons, measurements);
    }

    private static DrillVerdict judge(FailoverRunStatus run, List<Measurement> measurements) {
        List<String> reasons = new ArrayList<>();
        measurements.stream()
                .filter(each -> !each.met())
                .map(each -> each.name() + " took " + words(each.millis()) + ", the objective is "
                        + words(each.objectiveMillis()))
                .forEach(reasons::add);
        reasons.addAll(unavailable(run));
        return new DrillVerdict(reasons.isEmpty() ? Result.PASSED : Result.FAILED, reasons, measurements);
    }

    private static List<String> unavailable(FailoverRunStatus run) {
        List<String> names = run.unavailable();
        if (names.isEmpty()) {
            return List.of();
        }
        String first = String.join("; ", names.subList(0, Math.min(NAMED_MAX, names.size())));
        return List.of("the hypothesis did not hold: not available afterwards: " + first
                + (names.size() > NAMED_MAX ? "; and " + (names.size() - NAMED_MAX) + " more" : ""));
    }

    private static List<Measurement> measure(Objectives objectives, FailoverRunStatus run) {
        @Nullable Integer detect = objectives.detectSeconds();
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(sinceLoss(run, "detection", Milestone.DETECTED, detect == null ? null : detect * 1000L));
        measurements.add(sinceLoss(run, "traffic drained", Milestone.DRAINED, null));
        measurements.add(sinceLoss(run, "first workload ready", Milestone.FIRST_READY, null));
        measurements.add(sinceLoss(run, "recovery", Milestone.LAST_READY, objectives.rtoSeconds() * 1000L));
        measurements.add(sinceLoss(run, "sites ready again", Milestone.HEALED, null));
        measurements.add(sinceLoss(run, "everything as before", Milestone.SETTLED, null));
        return measurements;
    }

    private static Measurement sinceLoss(
            FailoverRunStatus run, String name, Milestone milestone, @Nullable Long objective) {
        @Nullable Instant lost = run.lostSince();
        Optional<Instant> at = run.at(milestone.label());
        @Nullable
        Long millis = lost == null || at.isEmpty()
                ? null
                : Long.valueOf(Duration.between(lost, at.get()).toMillis());
        boolean met = objective == null || (millis != null && millis <= objective);
        return new Measurement(name, millis, objective, met);
    }

    private static String words(@Nullable Long millis) {
        return millis == null ? "for ever" : "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
    }
}
