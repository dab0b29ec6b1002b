package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.Removal;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.WorkloadRequest;
import dev.flotilla.placement.peers.PeerGuard;
import dev.flotilla.placement.peers.PeerIndex;
import dev.flotilla.placement.preemption.Preemption;
import dev.flotilla.placement.quota.QuotaLedger;
import dev.flotilla.placement.quota.Usage;
import dev.flotilla.placement.reservation.ReservationGuard;
import dev.flotilla.placement.reservation.ReservationLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks the scheduler where a drafted binding goes, writes the answer into the draft, and says what the answer counts
 * on.
 */
final class Scheduling {
    private final ReservationLedger ledger = new ReservationLedger();
    private final Displacement displacement = new Displacement();
    private final PeerIndex peers;
    private final QuotaLedger quotas;

    Scheduling(PeerIndex peers, QuotaLedger quotas) {
        this.peers = peers;
        this.quotas = quotas;
    }

    /** A decision, what it changes in a sentence, what it counts on, and who makes room for it. */
    record Told(
            PlacementDecision decision, String change, List<Precondition> counted, Optional<Preemption> preemption) {}

    /** The fleet as its clusters report. */
    ClusterSnapshot reported(Snapshot snapshot) {
        return ledger.reported(snapshot);
    }

    /** @param priority of the workload, if it may displace others */
    Told schedule(
            Snapshot snapshot, BindingDraft draft, PlacementRules rules, Optional<Integer> priority, Instant now) {
        ClusterSnapshot fleet = fleet(snapshot, rules);
        Question question = question(snapshot, draft, rules);
        PlacementDecision plain = Scheduler.decide(fleet, question.request(), question.previous());
        Optional<Preemption> preemption = displacement.find(snapshot, fleet, draft, priority, question, plain, now);
        PlacementDecision wanted = preemption.map(Preemption::decision).orElse(plain);
        PlacementDecision decision = exceeded(snapshot, draft, wanted)
                .map(reason -> refused(draft, PlacementDecision.Outcome.QUOTA_EXCEEDED, reason))
                .orElse(wanted);
        Map<String, Integer> replicas = new TreeMap<>();
        decision.targets().forEach(target -> replicas.put(target.cluster(), target.replicas()));
        draft.clusters(
                replicas,
                question.request().workload(),
                name -> fleet.cluster(name).isPresent(),
                name -> why(fleet, name, question, replicas),
                now);
        boolean moved = !replicas.equals(question.previous().replicas())
                || !rules.fingerprint().equals(question.previous().fingerprint())
                || question.asked().isPresent();
        if (decision.succeeded()) {
            draft.annotations().put(Marks.APPLIED_PLACEMENT, rules.fingerprint());
        }
        ScheduledStatus.write(draft, decision, decision.succeeded() && moved, question.asked(), now);
        return new Told(
                decision,
                PlacementEvent.change(
                        question.previous().replicas(),
                        replicas,
                        question.request().workload(),
                        Occasion.of(draft.was(), question, rules.fingerprint()),
                        decision.summary()),
                counted(draft, question, replicas, preemption),
                preemption.filter(_ -> decision.succeeded()));
    }

    /** What must still hold when the decision is written. */
    private static List<Precondition> counted(
            BindingDraft draft, Question question, Map<String, Integer> replicas, Optional<Preemption> preemption) {
        List<Precondition> counted = new ArrayList<>();
        reserved(question, replicas, preemption).ifPresent(counted::add);
        Set<String> arrivals = new TreeSet<>(replicas.keySet());
        arrivals.removeAll(question.previous().replicas().keySet());
        if (draft.spec().has("workloadAffinityGroups") && !arrivals.isEmpty()) {
            counted.add(PeerGuard.precondition(draft.key(), draft.spec(), arrivals));
        }
        return counted;
    }

    Question question(Snapshot snapshot, BindingDraft draft, PlacementRules rules) {
        return Question.of(draft.tree(), rules, peers.peers(snapshot, draft.key(), draft.spec()));
    }

    /** What nothing is promised of; for Karmada, who knows no promises, what clusters report. */
    ClusterSnapshot fleet(Snapshot snapshot, PlacementRules rules) {
        return rules.asKarmada() ? ledger.reported(snapshot) : ledger.left(snapshot);
    }

    /** That there is still the room that replicas are dealt out by, where they are. */
    private static Optional<Precondition> reserved(
            Question question, Map<String, Integer> replicas, Optional<Preemption> preemption) {
        WorkloadRequest request = question.request();
        boolean byRoom = request.workload()
                && request.components().size() <= 1
                && request.rules().strategy().needsCapacity()
                && !request.rules().asKarmada();
        Map<String, Integer> more = new TreeMap<>();
        replicas.forEach((cluster, count) -> {
            int growth = count - question.previous().replicas().getOrDefault(cluster, 0);
            if (byRoom && growth > 0) {
                more.put(cluster, growth);
            }
        });
        return more.isEmpty()
                ? Optional.empty()
                : Optional.of(ReservationGuard.precondition(
                        request.requirement(),
                        more,
                        preemption.map(Preemption::gone).orElse(Map.of())));
    }

    /** Why quotas do not allow a decision; empty if they do. */
    Optional<String> exceeded(Snapshot snapshot, BindingDraft draft, PlacementDecision decision) {
        return quotas.limits(snapshot, draft.key().namespace())
                ? quotas.exceeded(snapshot, draft.key(), usage(draft, decision))
                : Optional.empty();
    }

    private static Usage usage(BindingDraft draft, PlacementDecision decision) {
        long replicas = decision.targets().stream()
                .mapToLong(PlacementDecision.Target::replicas)
                .sum();
        return Usage.of(BindingSpec.of(draft.tree()), replicas);
    }

    private static Removal.Why why(
            ClusterSnapshot fleet, String cluster, Question question, Map<String, Integer> replicas) {
        if (fleet.cluster(cluster).map(FleetCluster::terminating).orElse(true)) {
            return Removal.Why.CLUSTER_LEFT;
        }
        boolean divided =
                question.request().workload() && question.request().rules().strategy() != Strategy.DUPLICATED;
        return divided && sum(replicas) < sum(question.previous().replicas())
                ? Removal.Why.SCALED_DOWN
                : Removal.Why.MOVED;
    }

    private static long sum(Map<String, Integer> replicas) {
        return replicas.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** What runs keeps running. */
    static PlacementDecision refused(BindingDraft draft, PlacementDecision.Outcome outcome, String reason) {
        return new PlacementDecision(
                outcome,
                BindingSpec.of(draft.tree()).clusters().stream()
                        .map(target -> new PlacementDecision.Target(target.name(), target.replicas(), 0, -1))
                        .toList(),
                List.of(),
                Optional.empty(),
                false,
                reason);
    }
}
