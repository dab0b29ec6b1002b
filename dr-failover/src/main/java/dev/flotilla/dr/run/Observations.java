package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.FailoverRunStatus.Move;
import dev.flotilla.api.dr.FailoverRunStatus.TrafficSample;
import dev.flotilla.dr.BeforeEviction;
import dev.flotilla.dr.evidence.Milestone;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what happens while a run is under way: who is lost, what moves, what is ready, where traffic goes. */
final class Observations {
    private static final int MOVES_MAX = 500;
    private static final int SAMPLES_MAX = 500;

    /** As eviction takes them: when, the most important first, then by name. */
    private static final Comparator<RunWorkload> ORDER = Comparator.<RunWorkload, Instant>comparing(
                    each -> each.moved().orElseThrow().at())
            .thenComparingInt(each -> -each.bound().priority())
            .thenComparing(RunWorkload::label);

    private Observations() {}

    static void note(RunDraft draft, RunFacts facts) {
        losses(draft, facts);
        moves(draft, facts);
        traffic(draft, facts);
    }

    private static void losses(RunDraft draft, RunFacts facts) {
        if (draft.status().lostSince() == null) {
            return;
        }
        for (SiteCluster cluster : facts.lostClusters()) {
            if (cluster.isLost()) {
                draft.decided("take " + cluster.name() + " for lost", cluster.condition());
            }
        }
        for (SiteCluster cluster : facts.lostClusters()) {
            if (cluster.evicted()) {
                draft.decided("make workloads leave " + cluster.name(), "it has been lost for long enough");
            }
        }
    }

    private static void moves(RunDraft draft, RunFacts facts) {
        FailoverRunStatus status = draft.status();
        Map<String, Move> known = new TreeMap<>();
        status.moves().forEach(each -> known.put(label(each), each));
        List<RunWorkload> moved = facts.moved().toList();
        moved.stream()
                .filter(workload -> isFresh(known, workload))
                .sorted(ORDER)
                .forEach(workload -> {
                    if (known.containsKey(workload.label()) || known.size() < MOVES_MAX) {
                        Move begun = begun(workload, workload.moved().orElseThrow());
                        known.put(workload.label(), begun);
                        draft.decided(
                                "move " + workload.label() + ": " + begun.before() + " -> " + begun.after(),
                                "it had to leave "
                                        + String.join(
                                                ", ",
                                                workload.moved().orElseThrow().from()));
                    }
                });
        known.replaceAll(
                (_, move) -> advanced(draft, facts, move, facts.workload(move).orElse(null)));
        draft.moves(
                known.values().stream()
                        .sorted(Comparator.comparing(Observations::movedAt).thenComparing(Observations::label))
                        .toList(),
                Math.max(status.movedCount(), moved.size()));
        known.values().stream()
                .filter(each -> each.readyAt() != null)
                .min(Comparator.comparing(Observations::readyAt))
                .ifPresent(first -> draft.event(Milestone.FIRST_READY, readyAt(first), label(first)));
    }

    /** Whether it is not noted yet, and may be; or has moved once more since it was. */
    private static boolean isFresh(Map<String, Move> known, RunWorkload workload) {
        @Nullable Move before = known.get(workload.label());
        return before == null
                ? known.size() < MOVES_MAX
                : !before.after()
                        .equals(BeforeEviction.text(
                                workload.moved().orElseThrow().after()));
    }

    private static Move begun(RunWorkload workload, BeforeEviction record) {
        return new Move(
                workload.reference().namespace(),
                workload.reference().kind(),
                workload.reference().name(),
                BeforeEviction.text(record.before()),
                BeforeEviction.text(record.after()),
                record.at(),
                null,
                null);
    }

    private static Move advanced(RunDraft draft, RunFacts facts, Move move, @Nullable RunWorkload workload) {
        if (workload == null) {
            return move;
        }
        boolean back = BeforeEviction.text(workload.placement()).equals(move.before())
                && workload.moved().isEmpty();
        boolean ready = workload.missing(facts::outside).isEmpty();
        @Nullable Instant readyAt = move.readyAt() == null && !back && ready ? draft.now() : move.readyAt();
        @Nullable Instant returnedAt = move.returnedAt() == null && back ? draft.now() : move.returnedAt();
        if (returnedAt != null && move.returnedAt() == null) {
            draft.decided("return " + workload.label() + ": " + move.before(), "the loss is over");
        }
        return Objects.equals(readyAt, move.readyAt()) && Objects.equals(returnedAt, move.returnedAt())
                ? move
                : new Move(
                        move.namespace(),
                        move.kind(),
                        move.name(),
                        move.before(),
                        move.after(),
                        move.movedAt(),
                        readyAt,
                        returnedAt);
    }

    private static Instant readyAt(Move move) {
        return Objects.requireNonNullElse(move.readyAt(), Instant.MAX);
    }

    private static Instant movedAt(Move move) {
        return Objects.requireNonNullElse(move.movedAt(), Instant.MAX);
    }

    private static String label(Move move) {
        String kindAndName = move.kind() + "/" + move.name();
        return move.namespace().isEmpty() ? kindAndName : move.namespace() + "/" + kindAndName;
    }

    private static void traffic(RunDraft draft, RunFacts facts) {
        Map<String, Map<String, Integer>> last = new HashMap<>();
        List<TrafficSample> samples = draft.status().traffic();
        samples.forEach(each -> last.put(each.policy(), each.weights()));
        if (samples.size() >= SAMPLES_MAX) {
            return;
        }
        facts.weights().forEach((policy, weights) -> {
            if (!weights.equals(last.get(policy))) {
                draft.traffic(new TrafficSample(draft.now(), policy, weights));
            }
        });
    }
}
