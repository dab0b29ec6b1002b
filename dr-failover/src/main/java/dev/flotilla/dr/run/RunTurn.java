package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunSpec.Purpose;
import dev.flotilla.api.dr.FailoverRunStatus.Baseline;
import dev.flotilla.api.dr.FailoverRunStatus.Outcome;
import dev.flotilla.api.dr.FailoverRunStatus.State;
import dev.flotilla.api.dr.FailoverRunStatus.Step;
import dev.flotilla.api.dr.FailoverStep;
import dev.flotilla.api.dr.Guard;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One look at a run: what has happened, whether it must turn back, how far its step is. */
final class RunTurn {
    private static final int NAMES_MAX = 200;

    private final RunDraft draft;
    private final RunFacts facts;

    RunTurn(RunDraft draft, RunFacts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    /** Writes into the draft, and gives what is to be done beside. */
    List<Effect> take() {
        Optional<Step> current = draft.status().current();
        if (current.isEmpty()) {
            begin();
            return List.of();
        }
        Observations.note(draft, facts);
        Step step = current.get();
        FailoverStep kind = Objects.requireNonNull(step.step());
        Optional<Turn> turn = kind.unwinds() ? Optional.empty() : turnsBack(step);
        if (turn.isPresent()) {
            turnBack(step, turn.get());
            return List.of();
        }
        return switch (Steps.look(kind, facts)) {
            case Progress.Done(var message) -> done(step, kind, message);
            case Progress.Failed(var outcome, var reason) -> failed(step, outcome, reason);
            case Progress.Working(var effects, var message) -> working(step, kind, effects, message);
        };
    }

    private void begin() {
        FailoverRun run = facts.run();
        draft.clusters(facts.lost());
        if (run.spec().purpose() == Purpose.INCIDENT) {
            Instant since = facts.lostClusters().stream()
                    .map(SiteCluster::since)
                    .min(Comparator.naturalOrder())
                    .orElse(facts.now());
            draft.lostSince(since);
            draft.event(Milestone.INJECTED, since, "lost: " + facts.sites());
        }
        draft.start(steps().getFirst());
    }

    private List<FailoverStep> steps() {
        return FailoverStep.of(Objects.requireNonNull(facts.run().spec().purpose()));
    }

    private record Turn(Outcome outcome, String reason) {}

    /** Why the run has to go back instead of on. */
    private Optional<Turn> turnsBack(Step step) {
        FailoverRun run = facts.run();
        if (run.spec().purpose() == Purpose.INCIDENT) {
            return Steps.healed(facts)
                    ? Optional.of(new Turn(Outcome.SUCCEEDED, "the sites came back by themselves"))
                    : Optional.empty();
        }
        if (run.spec().abort()) {
            return Optional.of(new Turn(Outcome.ABORTED, "it was aborted on request"));
        }
        if (run.object().head().terminating()) {
            return Optional.of(new Turn(Outcome.ABORTED, "it was deleted"));
        }
        return step.step() == FailoverStep.PREFLIGHT ? Optional.empty() : guarded();
    }

    private Optional<Turn> guarded() {
        for (Guard guard : facts.run().spec().guards()) {
            Optional<String> trip = Guards.trips(guard, facts);
            if (trip.isPresent()) {
                draft.tripped(guard.name(), trip.get());
                draft.event(Milestone.GUARD_TRIPPED, guard.name() + ": " + trip.get());
                return Optional.of(new Turn(Outcome.ABORTED, "guard " + guard.name() + " tripped: " + trip.get()));
            }
        }
        return Optional.empty();
    }

    private void turnBack(Step step, Turn turn) {
        draft.end(step, State.UNWOUND, turn.reason());
        if (turn.outcome() == Outcome.ABORTED) {
            draft.event(Milestone.ABORTED, turn.reason());
        }
        if (facts.run().spec().purpose() != Purpose.INCIDENT) {
            draft.outcome(turn.outcome(), turn.reason());
        }
        wayBack(step);
    }

    /** Nothing has been done before Inject, so there is nothing to take back. */
    private void wayBack(Step step) {
        if (step.step() == FailoverStep.PREFLIGHT) {
            draft.complete("");
        } else {
            draft.start(
                    steps().stream().filter(FailoverStep::unwinds).findFirst().orElseThrow());
        }
    }

    private List<Effect> done(Step step, FailoverStep kind, String message) {
        draft.end(step, State.DONE, message);
        switch (kind) {
            case PREFLIGHT ->
                draft.baseline(new Baseline(
                        Math.toIntExact(facts.judged().count()),
                        facts.affected().size(),
                        facts.missing(false).stream().limit(NAMES_MAX).toList()));
            case INJECT -> {
                draft.lostSince(draft.now());
                draft.event(Milestone.INJECTED, message);
            }
            case DETECT -> draft.event(Milestone.DETECTED, message);
            case DRAIN -> draft.event(Milestone.DRAINED, message);
            case VERIFY -> draft.event(Milestone.LAST_READY, message);
            case SOAK -> draft.event(Milestone.SOAKED, message);
            case HEAL -> draft.event(Milestone.HEALED, message);
            case RETURN -> draft.event(Milestone.RETURNED, message);
            case SETTLE -> {
                draft.event(Milestone.SETTLED, message);
                draft.unavailable(facts.missing(false).stream().limit(NAMES_MAX).toList());
            }
            case MOVE -> {
                // What moves is noted as it does.
            }
        }
        next(kind, message);
        return List.of();
    }

    private void next(FailoverStep kind, String message) {
        List<FailoverStep> steps = steps();
        int at = steps.indexOf(kind);
        if (at + 1 < steps.size()) {
            draft.start(steps.get(at + 1));
        } else {
            draft.complete(summary(message));
        }
    }

    private String summary(String message) {
        int moved = draft.status().movedCount();
        return moved == 0 ? message : moved + " workloads had moved; " + message;
    }

    private List<Effect> failed(Step step, Outcome outcome, String reason) {
        draft.end(step, State.FAILED, reason);
        draft.outcome(outcome, reason);
        wayBack(step);
        return List.of();
    }

    private List<Effect> working(Step step, FailoverStep kind, List<Effect> effects, String message) {
        if (!Deadlines.passed(step, facts.now())) {
            draft.message(message);
            return effects;
        }
        String late = kind.label() + " took too long: " + message;
        return switch (kind) {
            case PREFLIGHT -> failed(step, preflight(), late);
            case INJECT, DETECT, MOVE, VERIFY, SOAK -> failed(step, Outcome.FAILED, late);
            case DRAIN -> done(step, kind, "given up: " + message);
            case HEAL, RETURN, SETTLE -> givenUp(step, kind, late);
        };
    }

    private Outcome preflight() {
        return facts.run().spec().purpose() == Purpose.DRILL ? Outcome.INCONCLUSIVE : Outcome.FAILED;
    }

    /** The way back goes on even where a part of it could not be done; only a drill has failed by that. */
    private List<Effect> givenUp(Step step, FailoverStep kind, String late) {
        draft.end(step, State.FAILED, late);
        if (facts.run().spec().purpose() == Purpose.DRILL) {
            draft.outcome(Outcome.FAILED, late);
        }
        if (kind == FailoverStep.SETTLE) {
            draft.unavailable(facts.missing(false).stream().limit(NAMES_MAX).toList());
        }
        next(kind, late);
        return List.of();
    }
}
