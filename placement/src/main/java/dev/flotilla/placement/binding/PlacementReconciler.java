package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.peers.PeerGuard;
import dev.flotilla.placement.peers.PeerIndex;
import dev.flotilla.placement.policy.Policy;
import dev.flotilla.placement.policy.PolicyIndex;
import dev.flotilla.placement.policy.PolicyMatch;
import dev.flotilla.placement.policy.Template;
import dev.flotilla.placement.preemption.PreemptionGuard;
import dev.flotilla.placement.quota.QuotaGuard;
import dev.flotilla.placement.quota.QuotaLedger;
import dev.flotilla.placement.reservation.ReservationGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps one binding for every template that a policy selects, and decides in one step who claims the template, where it
 * goes and what it leaves.
 *
 * <p>Keys are templates. A template that is gone leaves every cluster; one that no policy selects any more loses its
 * claim, and what runs keeps running. Deciding again about the same state has no effects.
 */
public final class PlacementReconciler implements Reconciler {
    /** What finds no place is looked at again also by itself: a promise that is taken back is no cluster's change. */
    private static final Duration UNPLACED_AGAIN = Duration.ofSeconds(30);

    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;
    private final PolicyIndex.Source policies = new PolicyIndex.Source();
    private final Concerns concerns;
    private final PeerIndex peers = new PeerIndex();
    private final QuotaLedger quotas = new QuotaLedger();
    private final BindingWriter writer = new BindingWriter(new Scheduling(peers, quotas));

    /** @param catalogs the types that are served at a snapshot */
    public PlacementReconciler(Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        this.catalogs = catalogs;
        this.concerns = new Concerns(catalogs, policies, peers);
    }

    /** What the store that it writes to must check, in the order of its log. */
    public static List<Guard> guards() {
        return List.of(new QuotaGuard(), new ReservationGuard(), new PeerGuard(), new PreemptionGuard());
    }

    @Override
    public String name() {
        return "placement";
    }

    /** Of every type, since policies may select any. */
    @Override
    public Set<GroupResource> watches() {
        return Set.of();
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return concerns.of(snapshot, change);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        concerns.begin(snapshot);
        ResourceCatalog catalog = catalogs.apply(snapshot);
        Stream<ObjectKey> templates = snapshot.resources().stream()
                .filter(TemplateScope::covers)
                .flatMap(snapshot::list)
                .map(StoredObject::key)
                .filter(TemplateScope::covers);
        Stream<ObjectKey> bound = Stream.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING)
                .flatMap(snapshot::list)
                .flatMap(binding -> BindingKeys.template(catalog, binding).stream());
        return Stream.concat(templates, bound).distinct();
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        if (!TemplateScope.covers(key)) {
            return Decision.nothing();
        }
        Optional<StoredObject> template =
                snapshot.get(key).filter(object -> !object.head().terminating());
        if (template.isEmpty()) {
            return BindingKeys.find(snapshot, catalogs.apply(snapshot), key)
                    .map(binding -> writer.withdraw(snapshot, binding, now))
                    .orElse(Decision.nothing());
        }
        Optional<StoredObject> binding =
                snapshot.get(BindingKeys.of(key, template.get().head().kind()));
        if (binding.filter(bound -> bound.head().terminating()).isPresent()) {
            return writer.withdraw(snapshot, binding.get(), now);
        }
        if (TemplateScope.everywhere(template.get())) {
            return writer.everywhere(snapshot, template.get(), binding, now);
        }
        PolicyMatch match = PolicyMatch.of(policies.at(snapshot), Template.of(template.get()));
        return match.policy()
                .map(policy -> follow(snapshot, template.get(), binding, policy, now))
                .orElseGet(() -> release(template.get(), binding));
    }

    /** What would be decided about a template now, and why; empty if no policy selects it. Changes nothing. */
    public Optional<Explained> explain(Snapshot snapshot, ObjectKey key) {
        return snapshot.get(key).filter(_ -> TemplateScope.covers(key)).flatMap(template -> {
            Optional<StoredObject> binding =
                    snapshot.get(BindingKeys.of(key, template.head().kind()));
            if (TemplateScope.everywhere(template)) {
                return Optional.of(writer.explainEverywhere(snapshot, template, binding));
            }
            PolicyIndex index = policies.at(snapshot);
            Template claimed = Template.of(template);
            return PolicyMatch.of(index, claimed)
                    .claimant(index, claimed)
                    .map(claimant -> writer.explain(
                            snapshot,
                            template,
                            binding,
                            claimant,
                            Activation.of(snapshot, claimant.policy(), template, binding)));
        });
    }

    /** Whether objects of this kind and name are ever propagated. */
    public static boolean propagates(ObjectKey key) {
        return TemplateScope.covers(key);
    }

    private Decision follow(
            Snapshot snapshot, StoredObject template, Optional<StoredObject> binding, Policy policy, Instant now) {
        Activation activation = Activation.of(snapshot, policy, template, binding);
        if (activation == Activation.NOT_YET && !claimedBy(template, policy)) {
            return Decision.nothing();
        }
        List<Effect> effects = new ArrayList<>(claim(template, Optional.of(policy)));
        BindingWriter.Followed written = writer.follow(snapshot, template, binding, policy, activation, now);
        if (!written.effects().isEmpty()) {
            concerns.decided(template.key(), snapshot.resourceVersion());
        }
        effects.addAll(written.effects());
        if (!effects.isEmpty() && quotas.limits(snapshot, template.key().namespace())) {
            effects.add(new Effect.Require(QuotaGuard.precondition()));
        }
        return written.unplaced() ? Decision.of(effects).andAgain(UNPLACED_AGAIN) : Decision.of(effects);
    }

    private static boolean claimedBy(StoredObject template, Policy policy) {
        String label = policy.clusterWide() ? Marks.CLUSTER_POLICY_ID : Marks.POLICY_ID;
        return policy.permanentId().equals(template.head().labels().get(label));
    }

    private static Decision release(StoredObject template, Optional<StoredObject> binding) {
        List<Effect> effects = new ArrayList<>(claim(template, Optional.empty()));
        if (effects.isEmpty() && binding.filter(PlacementReconciler::claimed).isEmpty()) {
            return Decision.nothing();
        }
        binding.ifPresent(bound -> {
            ObjectNode tree = bound.tree();
            Claim.write(Optional.empty(), tree.withObject("/metadata"));
            if (claimed(bound)) {
                effects.add(new Effect.Update(bound, tree));
            }
        });
        return Decision.of(effects);
    }

    private static boolean claimed(StoredObject object) {
        return object.head().labels().containsKey(Marks.POLICY_ID)
                || object.head().labels().containsKey(Marks.CLUSTER_POLICY_ID);
    }

    /** Nothing if the template already bears the marks of this policy and no other's. */
    private static List<Effect> claim(StoredObject template, Optional<Policy> policy) {
        boolean right = policy.map(by -> claimedBy(template, by)
                        && !template.head()
                                .labels()
                                .containsKey(by.clusterWide() ? Marks.POLICY_ID : Marks.CLUSTER_POLICY_ID))
                .orElse(!claimed(template));
        if (right) {
            return List.of();
        }
        ObjectNode tree = template.tree();
        Claim.write(policy, tree.withObject("/metadata"));
        return List.of(new Effect.Update(template, tree));
    }
}
