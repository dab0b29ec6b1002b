package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.FailoverRunStatus.Baseline;
import dev.flotilla.api.dr.FailoverRunStatus.DecisionMade;
import dev.flotilla.api.dr.FailoverRunStatus.Event;
import dev.flotilla.api.dr.FailoverRunStatus.Outcome;
import dev.flotilla.api.dr.FailoverRunStatus.State;
import dev.flotilla.api.dr.FailoverRunStatus.Step;
import dev.flotilla.api.dr.FailoverStep;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.dr.evidence.HashChain;
import dev.flotilla.dr.evidence.JournalEntry;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run's status as one decision leaves it. Every change of a step is a line of the journal, tied to the one before;
 * times are to the millisecond.
 */
final class RunDraft {
    private static final int DECISIONS_MAX = 1000;

    private final FailoverRun run;
    private final String executor;
    private final Instant now;
    private final ObjectNode tree;
    private final ObjectNode before;

    RunDraft(FailoverRun run, String executor, Instant now) {
        this.run = run;
        this.executor = executor;
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.tree = run.object().tree();
        this.before = tree.deepCopy();
    }

    /** The run as it stands with what has been written so far. */
    FailoverRun run() {
        return new FailoverRun(run.object(), run.spec(), FailoverRunStatus.of(tree));
    }

    FailoverRunStatus status() {
        return FailoverRunStatus.of(tree);
    }

    /** This process carries the run on from here; whoever did before cannot write any more. */
    void take() {
        int epoch = status().epoch() + 1;
        object().put("executor", executor).put("epoch", epoch);
        journal(phase(), epoch == 1 ? "Begun" : "Resumed", "", executor + " carries it on");
    }

    private String phase() {
        String phase = status().phase();
        return phase.isEmpty() ? "Run" : phase;
    }

    void start(FailoverStep step) {
        String key = run.object().head().uid() + "/" + step.label();
        @Nullable Instant deadline = Deadlines.of(run(), step, now).orElse(null);
        put(new Step(step, State.STARTED, key, now, deadline, null, ""));
        object().put("phase", step.label());
        message("");
        journal(step.label(), State.STARTED.label(), key, deadline == null ? "no deadline" : "until " + deadline);
    }

    void end(Step step, State state, String message) {
        put(new Step(step.step(), state, step.key(), step.startedAt(), step.deadline(), now, message));
        journal(label(step), state.label(), step.key(), message);
    }

    private static String label(Step step) {
        return step.step() == null ? "Run" : step.step().label();
    }

    private void put(Step step) {
        ArrayNode steps = object().withArrayProperty("steps");
        ObjectNode written = RecordJson.write(step);
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index).path("step").equals(written.path("step"))) {
                steps.set(index, written);
                return;
            }
        }
        steps.add(written);
    }

    /** How it ends; the first word stands. */
    void outcome(Outcome outcome, String reason) {
        if (status().outcome() == null) {
            object().set("outcome", RecordJson.write(new Named(outcome)).path("outcome"));
            object().put("message", reason);
            journal(phase(), "Outcome", "", object().path("outcome").asString("") + ": " + reason);
        }
    }

    private record Named(Outcome outcome) {}

    /** What is going on; not once it is known how it ends. */
    void message(String message) {
        if (status().outcome() == null) {
            object().put("message", message);
        }
    }

    void complete(String message) {
        outcome(Outcome.SUCCEEDED, message);
        object().put("phase", FailoverRunStatus.COMPLETED);
        journal(FailoverRunStatus.COMPLETED, "Done", "", status().message());
    }

    /** The first time that it happened stands. */
    void event(Milestone milestone, Instant at, String detail) {
        if (status().at(milestone.label()).isEmpty()) {
            object().withArrayProperty("timeline")
                    .add(RecordJson.write(new Event(milestone.label(), at.truncatedTo(ChronoUnit.MILLIS), detail)));
        }
    }

    void event(Milestone milestone, String detail) {
        event(milestone, now, detail);
    }

    /** A decision that the run has seen made; each is noted once. */
    void decided(String what, String why) {
        ArrayNode decisions = object().withArrayProperty("decisions");
        boolean known = decisions
                .valueStream()
                .anyMatch(each -> each.path("what").asString("").equals(what));
        if (!known && decisions.size() < DECISIONS_MAX) {
            decisions.add(RecordJson.write(new DecisionMade(decisions.size() + 1, now, what, why)));
        }
    }

    void lostSince(Instant at) {
        object().put("lostSince", at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    void clusters(Iterable<String> names) {
        ArrayNode clusters = object().putArray("clusters");
        names.forEach(clusters::add);
    }

    void baseline(Baseline baseline) {
        object().set("baseline", RecordJson.write(baseline));
    }

    void unavailable(List<String> workloads) {
        ArrayNode names = object().putArray("unavailable");
        workloads.forEach(names::add);
    }

    void tripped(String guard, String detail) {
        object().withArrayProperty("guards")
                .add(RecordJson.write(new FailoverRunStatus.TripRecord(guard, true, now, detail)));
    }

    void traffic(FailoverRunStatus.TrafficSample sample) {
        object().withArrayProperty("traffic").add(RecordJson.write(sample));
    }

    void moves(List<FailoverRunStatus.Move> moves, int count) {
        ArrayNode written = object().putArray("moves");
        moves.forEach(each -> written.add(RecordJson.write(each)));
        object().put("movedCount", count);
    }

    Instant now() {
        return now;
    }

    private void journal(String step, String state, String key, String detail) {
        FailoverRunStatus status = status();
        String previous = status.journal().isEmpty()
                ? HashChain.GENESIS
                : status.journal().getLast().hash();
        int seq = status.journal().size() + 1;
        JournalEntry entry = JournalEntry.after(previous, seq, now, step, state, key, detail, executor, status.epoch());
        object().withArrayProperty("journal")
                .add(RecordJson.write(new FailoverRunStatus.JournalEntry(
                        seq, now, step, state, key, detail, status.epoch(), executor, previous, entry.hash())));
    }

    private ObjectNode object() {
        return tree.withObject("/status");
    }

    /** Empty if nothing was written. */
    Optional<Effect> effect() {
        JsonNode was = before.path("status");
        return tree.path("status").equals(was)
                ? Optional.empty()
                : Optional.of(new Effect.UpdateStatus(run.object(), tree));
    }
}
