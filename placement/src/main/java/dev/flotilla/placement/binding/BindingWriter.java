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
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.PlacementReader;
import dev.flotilla.placement.policy.Policy;
import dev.flotilla.placement.policy.PolicyMatch;
import dev.flotilla.placement.quota.QuotaLedger;
import dev.flotilla.placement.quota.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Works out what a template's binding is to become, and asks the scheduler where that takes it. */
final class BindingWriter {
    private static final String SCHEDULER = "default-scheduler";

    private final FleetView fleets;
    private final QuotaLedger quotas;

    BindingWriter(FleetView fleets, QuotaLedger quotas) {
        this.fleets = fleets;
        this.quotas = quotas;
    }

    /** The binding of a template that a policy selects, and the event that tells of it if it was decided anew. */
    List<Effect> follow(
            Snapshot snapshot,
            StoredObject template,
            Optional<StoredObject> binding,
            Policy policy,
            Activation activation,
            Instant now) {
        if (activation == Activation.NOT_YET && binding.isEmpty()) {
            return List.of();
        }
        Wanted wanted = wanted(snapshot, template, binding, policy, activation);
        BindingDraft draft = wanted.draft();
        Optional<String> unknownPriority = wanted.unknownPriority();
        Optional<Told> told = Optional.empty();
        if (unknownPriority.isPresent()) {
            PlacementDecision refused =
                    refused(draft, PlacementDecision.Outcome.SCHEDULER_ERROR, unknownPriority.get());
            ScheduledStatus.write(draft, refused, false, Optional.empty(), now);
            told = Optional.of(new Told(refused, ""));
        } else if (schedulable(draft)) {
            told = schedule(snapshot, draft, policy, now);
        }
        List<Effect> effects = new ArrayList<>();
        effect(draft).ifPresent(effects::add);
        told.filter(_ -> ScheduledStatus.retold(draft))
                .map(news -> PlacementEvent.of(snapshot, template, news.decision(), news.change(), now))
                .ifPresent(effects::add);
        return effects;
    }

    /** Empty while somebody is still to be asked about it: it stays where it is, or waits. */
    private Optional<Told> schedule(Snapshot snapshot, BindingDraft draft, Policy policy, Instant now) {
        Optional<Advised.Lacking> lacking = Advised.lacking(snapshot, draft.tree());
        if (lacking.isEmpty()) {
            return Optional.of(schedule(snapshot, draft, rules(draft, policy), now));
        }
        if (!lacking.get().failed()) {
            return Optional.empty();
        }
        PlacementDecision refused = refused(
                draft, PlacementDecision.Outcome.SCHEDULER_ERROR, lacking.get().why());
        ScheduledStatus.write(draft, refused, false, Optional.empty(), now);
        return Optional.of(new Told(refused, ""));
    }

    /** A decision, and what it changes in a sentence. */
    private record Told(PlacementDecision decision, String change) {}

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
        draft.replicas(Replicas.of(template.tree()));
        Optional<String> unknownPriority = Priority.write(snapshot, policy, draft);
        return new Wanted(draft.reference(template), unknownPriority);
    }

    /** The binding of a template that every cluster gets. */
    Decision everywhere(Snapshot snapshot, StoredObject template, Optional<StoredObject> binding, Instant now) {
        BindingDraft draft = draft(template, binding);
        draft.spec().put("conflictResolution", "Overwrite");
        draft.reference(template);
        schedule(snapshot, draft, PlacementRules.everywhere(), now);
        return effect(draft).map(Decision::of).orElse(Decision.nothing());
    }

    /** The binding of a template that is gone, or one that is itself to go: everything leaves every cluster. */
    Decision withdraw(Snapshot snapshot, StoredObject binding, Instant now) {
        ClusterSnapshot fleet = fleets.at(snapshot);
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
        Question question = Question.of(draft.tree(), rules(draft, policy));
        Optional<String> waits = wanted.unknownPriority()
                .or(() -> waits(draft, activation))
                .or(() -> Advised.lacking(snapshot, draft.tree()).map(Advised.Lacking::why));
        return explained(snapshot, binding, Optional.of(claimant), question, waits, draft);
    }

    /** What {@link #everywhere} would decide. */
    Explained explainEverywhere(Snapshot snapshot, StoredObject template, Optional<StoredObject> binding) {
        BindingDraft draft = draft(template, binding).reference(template);
        Question question = Question.of(draft.tree(), PlacementRules.everywhere());
        return explained(snapshot, binding, Optional.empty(), question, Optional.empty(), draft);
    }

    private Explained explained(
            Snapshot snapshot,
            Optional<StoredObject> binding,
            Optional<PolicyMatch.Claimant> claimant,
            Question question,
            Optional<String> waits,
            BindingDraft draft) {
        ClusterSnapshot fleet = fleets.at(snapshot);
        PlacementDecision decision = Scheduler.decide(fleet, question.request(), question.previous());
        return new Explained(
                binding,
                claimant,
                waits.or(() -> quotas.exceeded(snapshot, draft.key(), usage(draft, decision))),
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

    private Told schedule(Snapshot snapshot, BindingDraft draft, PlacementRules rules, Instant now) {
        ClusterSnapshot fleet = fleets.at(snapshot);
        Question question = Question.of(draft.tree(), rules);
        PlacementDecision wanted = Scheduler.decide(fleet, question.request(), question.previous());
        PlacementDecision decision = quotas.exceeded(snapshot, draft.key(), usage(draft, wanted))
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
                        decision.summary()));
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
    private static PlacementDecision refused(BindingDraft draft, PlacementDecision.Outcome outcome, String reason) {
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

    private static Optional<Effect> effect(BindingDraft draft) {
        if (!draft.differs()) {
            return Optional.empty();
        }
        return Optional.of(draft.stored()
                .<Effect>map(base -> new Effect.Replace(base, draft.tree()))
                .orElseGet(() -> new Effect.Create(draft.key(), draft.tree())));
    }
}
