package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.Removal;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.preemption.Displaceable;
import dev.flotilla.placement.preemption.Preemption;
import dev.flotilla.placement.preemption.PreemptionBudget;
import dev.flotilla.placement.preemption.PreemptionGuard;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes room for a workload by displacing others: asks who must go, and writes that into their bindings, in the commit
 * that places the workload. The displaced are placed anew by the scheduler, as any workload that lacks replicas.
 */
final class Displacement {
    private final Displaceable.Source lower = new Displaceable.Source();
    private final PreemptionBudget budget = new PreemptionBudget();

    /**
     * @param priority of the workload, if it may displace others
     * @param refused what was decided without it
     */
    Optional<Preemption> find(
            Snapshot snapshot,
            ClusterSnapshot fleet,
            BindingDraft draft,
            Optional<Integer> priority,
            Question question,
            PlacementDecision refused,
            Instant now) {
        if (refused.outcome() != PlacementDecision.Outcome.UNSCHEDULABLE
                || priority.isEmpty()
                || question.request().rules().preferences().displaces() == 0
                || !question.request().rules().strategy().needsCapacity()
                || question.request().components().size() > 1) {
            return Optional.empty();
        }
        List<Displaceable> others = lower.below(snapshot, priority.get()).stream()
                .filter(each -> !each.binding().equals(draft.key()))
                .toList();
        int left = budget.left(snapshot, now);
        return Preemption.find(fleet, question.request(), question.previous(), others)
                .filter(found -> found.victims().size() <= left)
                .map(Displacement::told);
    }

    private static Preemption told(Preemption found) {
        PlacementDecision decision = found.decision();
        String victims =
                found.victims().stream().map(Preemption.Victim::toString).collect(Collectors.joining(", "));
        return new Preemption(
                new PlacementDecision(
                        decision.outcome(),
                        decision.targets(),
                        decision.leftOut(),
                        decision.affinity(),
                        decision.kept(),
                        decision.summary() + " Displaced for it, as of lower priority: " + victims + "."),
                found.victims());
    }

    /** What is written of the displaced, and told to their owners; and that the hub's budget allows it. */
    static List<Effect> effects(
            Snapshot snapshot, ClusterSnapshot fleet, StoredObject by, Preemption preemption, Instant now) {
        List<Effect> effects = new ArrayList<>();
        for (Preemption.Victim victim : preemption.victims()) {
            StoredObject binding = snapshot.get(victim.workload().binding()).orElseThrow();
            BindingDraft draft = BindingDraft.of(binding.key(), Optional.of(binding));
            draft.clusters(
                    victim.keeps(), true, name -> fleet.cluster(name).isPresent(), _ -> Removal.Why.PREEMPTED, now);
            draft.annotations()
                    .put(Marks.PREEMPTED_AT, now.truncatedTo(ChronoUnit.MILLIS).toString());
            ScheduledStatus.forget(draft);
            effects.add(new Effect.Replace(binding, draft.tree()));
            Optional.ofNullable(BindingSpec.of(draft.tree()).resource())
                    .map(template -> PlacementEvent.preempted(snapshot, template, by, victim, now))
                    .ifPresent(effects::add);
        }
        Precondition allowed = PreemptionGuard.precondition(preemption.victims().size(), now);
        effects.add(new Effect.Require(allowed));
        return effects;
    }
}
