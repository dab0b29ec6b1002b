package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.Removal;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.policy.PlacementReader;
import dev.flotilla.placement.policy.Policy;
import dev.flotilla.placement.policy.PolicyMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Works out what a template's binding is to become, and asks the scheduler where that takes it. */
final class BindingWriter {
    private static final String SCHEDULER = "default-scheduler";

    private final Scheduling scheduling;

    BindingWriter(Scheduling scheduling) {
        this.scheduling = scheduling;
    }

    /** @param unplaced whether the scheduler found no place for it */
    record Followed(List<Effect> effects, boolean unplaced) {
        private static final Followed NOTHING = new Followed(List.of(), false);
    }

    /** The binding of a template that a policy selects, and the event that tells of it if it was decided anew. */
    Followed follow(
            Snapshot snapshot,
            StoredObject template,
            Optional<StoredObject> binding,
            Policy policy,
            Activation activation,
            Instant now) {
        if (activation == Activation.NOT_YET && binding.isEmpty()) {
            return Followed.NOTHING;
        }
        Wanted wanted = wanted(snapshot, template, binding, policy, activation);
        BindingDraft draft = wanted.draft();
        Optional<String> unknownPriority = wanted.unknownPriority();
        Optional<Scheduling.Told> told = Optional.empty();
        if (unknownPriority.isPresent()) {
            PlacementDecision refused =
                    Scheduling.refused(draft, PlacementDecision.Outcome.SCHEDULER_ERROR, unknownPriority.get());
            ScheduledStatus.write(draft, refused, false, Optional.empty(), now);
            told = Optional.of(new Scheduling.Told(refused, "", List.of(), Optional.empty()));
        } else if (schedulable(draft)) {
            told = schedule(snapshot, draft, policy, now);
        }
        List<Effect> effects = new ArrayList<>();
        effect(draft).ifPresent(effects::add);
        if (!effects.isEmpty()) {
            told.ifPresent(news -> news.counted().forEach(each -> effects.add(new Effect.Require(each))));
        }
        told.flatMap(Scheduling.Told::preemption)
                .map(each -> Displacement.effects(snapshot, scheduling.reported(snapshot), template, each, now))
                .ifPresent(effects::addAll);
        told.filter(_ -> ScheduledStatus.retold(draft))
                .map(news -> PlacementEvent.of(snapshot, template, news.decision(), news.change(), now))
                .ifPresent(effects::add);
        return new Followed(
                effects, told.filter(news -> !news.decision().succeeded()).isPresent());
    }

    /** Empty while somebody is still to be asked about it: it stays where it is, or waits. */
    private Optional<Scheduling.Told> schedule(Snapshot snapshot, BindingDraft draft, Policy policy, Instant now) {
        Optional<Advised.Lacking> lacking = Advised.lacking(snapshot, draft.tree());
        if (lacking.isEmpty()) {
            return Optional.of(scheduling.schedule(
                    snapshot, draft, rules(draft, policy), Priority.preempting(snapshot, policy), now));
        }
        if (!lacking.get().failed()) {
            return Optional.empty();
        }
        PlacementDecision refused = Scheduling.refused(
                draft, PlacementDecision.Outcome.SCHEDULER_ERROR, lacking.get().why());
        ScheduledStatus.write(draft, refused, false, Optional.empty(), now);
        return Optional.of(new Scheduling.Told(refused, "", List.of(), Optional.empty()));
    }

    /** A binding before it is scheduled, and the PriorityClass that is missing for it, in words. */
    private record Wanted(BindingDraft draft, Optional<String> unknownPriority) {}

    private static Wanted wanted(
            Snapshot snapshot,
            StoredObject template,
            Optional<StoredObject> binding,
            Policy policy,
            Activation activation) {
        BindingDraft draft = draft(template, binding).claimedBy(Optional.of(policy));
        if (activation == Activation.IN_EFFECT) {
            draft.following(policy);
        }
        if (policy.spec().lazy()) {
            draft.annotations()
                    .put(
                            Marks.TEMPLATE_GENERATION,
                            String.valueOf(template.head().generation()));
        }
        draft.affinityGroups(template.head().labels());
        draft.replicas(Replicas.of(template.tree()));
        Optional<String> unknownPriority = Priority.write(snapshot, policy, draft);
        return new Wanted(draft.reference(template), unknownPriority);
    }

    /** The binding of a template that every cluster gets. */
    Decision everywhere(Snapshot snapshot, StoredObject template, Optional<StoredObject> binding, Instant now) {
        BindingDraft draft = draft(template, binding);
        draft.spec().put("conflictResolution", "Overwrite");
        draft.reference(template);
        scheduling.schedule(snapshot, draft, PlacementRules.everywhere(), Optional.empty(), now);
        return effect(draft).map(Decision::of).orElse(Decision.nothing());
    }

    /** The binding of a template that is gone, or one that is itself to go: everything leaves every cluster. */
    Decision withdraw(Snapshot snapshot, StoredObject binding, Instant now) {
        ClusterSnapshot fleet = scheduling.reported(snapshot);
        BindingDraft draft = BindingDraft.of(binding.key(), Optional.of(binding));
        draft.clusters(
                Map.of(), false, name -> fleet.cluster(name).isPresent(), _ -> Removal.Why.TEMPLATE_DELETED, now);
        if (draft.specDiffers()) {
            return Decision.of(new Effect.Replace(binding, draft.tree()));
        }
        if (!binding.head().terminating()) {
            List<Effect> effects = new ArrayList<>(List.of(new Effect.Delete(binding)));
            Optional.ofNullable(BindingSpec.of(draft.tree()).resource()).stream()
                    .flatMap(template -> PlacementEvent.removal(snapshot, template))
                    .forEach(effects::add);
            return Decision.of(effects);
        }
        boolean released = BindingSpec.of(draft.tree()).removing().isEmpty() && draft.release();
        return released ? Decision.of(new Effect.Replace(binding, draft.tree())) : Decision.nothing();
    }

    /** What {@link #follow} would decide, and what keeps it from doing so. */
    Explained explain(
            Snapshot snapshot,
            StoredObject template,
            Optional<StoredObject> binding,
            PolicyMatch.Claimant claimant,
            Activation activation) {
        Policy policy = claimant.policy();
        Wanted wanted = wanted(snapshot, template, binding, policy, activation);
        BindingDraft draft = binding.isEmpty() ? wanted.draft().following(policy) : wanted.draft();
        Question question = scheduling.question(snapshot, draft, rules(draft, policy));
        Optional<String> waits = wanted.unknownPriority()
                .or(() -> waits(draft, activation))
                .or(() -> Advised.lacking(snapshot, draft.tree()).map(Advised.Lacking::why));
        return explained(snapshot, binding, Optional.of(claimant), question, waits, draft);
    }

    /** What {@link #everywhere} would decide. */
    Explained explainEverywhere(Snapshot snapshot, StoredObject template, Optional<StoredObject> binding) {
        BindingDraft draft = draft(template, binding).reference(template);
        Question question = scheduling.question(snapshot, draft, PlacementRules.everywhere());
        return explained(snapshot, binding, Optional.empty(), question, Optional.empty(), draft);
    }

    private Explained explained(
            Snapshot snapshot,
            Optional<StoredObject> binding,
            Optional<PolicyMatch.Claimant> claimant,
            Question question,
            Optional<String> waits,
            BindingDraft draft) {
        ClusterSnapshot fleet = scheduling.fleet(snapshot, question.request().rules());
        PlacementDecision decision = Scheduler.decide(fleet, question.request(), question.previous());
        return new Explained(
                binding,
                claimant,
                waits.or(() -> scheduling.exceeded(snapshot, draft, decision)),
                question.request(),
                question.previous(),
                draft.spec().path("placement"),
                fleet,
                decision);
    }

    private static Optional<String> waits(BindingDraft draft, Activation activation) {
        if (activation == Activation.NOT_YET) {
            return Optional.of(
                    "what the policy says now does not hold yet: it is lazy and waits for the template's next"
                            + " change, or an override policy that it depends on does not exist");
        }
        return schedulable(draft)
                ? Optional.empty()
                : Optional.of("the hub does not schedule it: spec.suspension.scheduling of its binding holds it, or"
                        + " another scheduler than " + SCHEDULER + " is named");
    }

    private static BindingDraft draft(StoredObject template, Optional<StoredObject> binding) {
        ObjectKey key = BindingKeys.of(template.key(), template.head().kind());
        return BindingDraft.of(key, binding).owned(template);
    }

    private static PlacementRules rules(BindingDraft draft, Policy policy) {
        JsonNode placement = draft.spec().path("placement");
        String hints = draft.annotations().path(Marks.SCHEDULING).asString("");
        return placement.equals(policy.tree().path("placement")) && hints.equals(policy.hints())
                ? policy.rules()
                : PlacementReader.read(placement, hints);
    }

    private static boolean schedulable(BindingDraft draft) {
        String scheduler = draft.spec().path("schedulerName").asString(SCHEDULER);
        boolean held = draft.spec().path("suspension").path("scheduling").asBoolean(false);
        return !held && (scheduler.isEmpty() || scheduler.equals(SCHEDULER));
    }

    private static Optional<Effect> effect(BindingDraft draft) {
        if (!draft.differs()) {
            return Optional.empty();
        }
        return Optional.of(draft.stored()
                .<Effect>map(base -> new Effect.Replace(base, draft.tree()))
                .orElseGet(() -> new Effect.Create(draft.key(), draft.tree())));
    }
}
