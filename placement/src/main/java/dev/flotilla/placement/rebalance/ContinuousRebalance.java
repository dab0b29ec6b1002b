package dev.flotilla.placement.rebalance;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.policy.Rebalance;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.binding.BindingKeys;
import dev.flotilla.placement.binding.PlacementReconciler;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.Policy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out policies' {@code spec.rebalance}: asks for fresh deals of a few workloads at a time, when a cluster has
 * joined, has recovered or was relabelled, or an earlier affinity would do again. The scheduler does the rest, and a
 * copy goes only when the others are ready.
 */
public final class ContinuousRebalance implements Reconciler {
    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;
    private final PlacementReconciler placement;
    private final Memo<Readiness> readiness = new Memo<>(Readiness::of);
    private final Memo<Dealt> dealt = new Memo<>(Dealt::of);
    private final Memo<Policy> policies = new Memo<>(Policy::of);

    /** @param catalogs the types that are served at a snapshot */
    public ContinuousRebalance(Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        this.catalogs = catalogs;
        this.placement = new PlacementReconciler(catalogs);
    }

    @Override
    public String name() {
        return "continuous-rebalance";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(Policy.POLICIES, Policy.CLUSTER_POLICIES, FleetView.CLUSTERS);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        if (!change.key().resource().equals(FleetView.CLUSTERS)) {
            return Stream.of(change.key());
        }
        Optional<Readiness> before = Optional.ofNullable(change.before()).map(readiness::of);
        Optional<Readiness> after = Optional.ofNullable(change.after()).map(readiness::of);
        boolean same = before.flatMap(Readiness::readySince).equals(after.flatMap(Readiness::readySince))
                && before.map(Readiness::known).equals(after.map(Readiness::known))
                && before.flatMap(Readiness::labels).equals(after.flatMap(Readiness::labels))
                && before.map(each -> each.cluster().unmeasured())
                        .equals(after.map(each -> each.cluster().unmeasured()));
        return same ? Stream.empty() : keys(snapshot);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return Stream.of(Policy.POLICIES, Policy.CLUSTER_POLICIES)
                .flatMap(snapshot::list)
                .filter(policy -> policies.of(policy).spec().rebalance() != null)
                .map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<Policy> policy = snapshot.get(key).map(policies::of).filter(each -> !each.terminating());
        Optional<Rebalance> rebalance =
                policy.flatMap(each -> Optional.ofNullable(each.spec().rebalance()));
        return rebalance.isEmpty() ? Decision.nothing() : decide(snapshot, policy.orElseThrow(), rebalance.get(), now);
    }

    private Decision decide(Snapshot snapshot, Policy policy, Rebalance rebalance, Instant now) {
        List<Readiness> fleet =
                snapshot.list(FleetView.CLUSTERS).map(readiness::of).toList();
        RebalancePlan<StoredObject> plan = RebalancePlan.of(
                rebalance,
                policy.rules(),
                fleet,
                bindings(snapshot, policy)
                        .map(binding -> new RebalancePlan.Workload<>(binding, dealt.of(binding)))
                        .toList(),
                binding -> fitsEarlier(snapshot, policy, rebalance, fleet, binding, now),
                now);
        List<Effect> effects =
                plan.deal().stream().map(binding -> ask(binding, now)).toList();
        Decision decision = Decision.of(effects);
        return plan.again().map(decision::andAgain).orElse(decision);
    }

    private static Stream<StoredObject> bindings(Snapshot snapshot, Policy policy) {
        String label = policy.clusterWide() ? Marks.CLUSTER_POLICY_ID : Marks.POLICY_ID;
        Stream<StoredObject> candidates = policy.clusterWide()
                ? Stream.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING)
                        .flatMap(snapshot::list)
                : snapshot.list(BindingKinds.RESOURCE_BINDING, policy.key().namespace());
        return candidates.filter(
                binding -> policy.permanentId().equals(binding.head().labels().get(label))
                        && !binding.head().terminating());
    }

    private boolean fitsEarlier(
            Snapshot snapshot,
            Policy policy,
            Rebalance rebalance,
            List<Readiness> fleet,
            StoredObject binding,
            Instant now) {
        Instant since = now.minus(rebalance.hold());
        Set<String> steady = fleet.stream()
                .filter(cluster -> cluster.readySince()
                        .filter(ready -> !ready.isAfter(since))
                        .isPresent())
                .map(cluster -> cluster.cluster().name())
                .collect(Collectors.toSet());
        Optional<PlacementDecision> anew = template(snapshot, binding)
                .flatMap(template -> placement.explain(snapshot, template))
                .filter(explained -> explained.waits().isEmpty())
                .map(explained -> explained.dealtAnew());
        return anew.filter(PlacementDecision::succeeded)
                .filter(decision -> position(policy, decision.affinity().orElse(""))
                        < position(policy, dealt.of(binding).affinity()))
                .filter(decision -> decision.targets().stream().allMatch(target -> steady.contains(target.cluster())))
                .isPresent();
    }

    /** A name that the policy does not have any more comes last. */
    private static int position(Policy policy, String affinity) {
        for (int index = 0; index < policy.rules().terms().size(); index++) {
            if (policy.rules().terms().get(index).name().equals(affinity)) {
                return index;
            }
        }
        return Integer.MAX_VALUE;
    }

    private Optional<ObjectKey> template(Snapshot snapshot, StoredObject binding) {
        return BindingKeys.template(catalogs.apply(snapshot), binding);
    }

    private static Effect ask(StoredObject binding, Instant now) {
        ObjectNode tree = binding.tree();
        tree.withObject("/spec")
                .put(
                        "rescheduleTriggeredAt",
                        now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new Effect.Update(binding, tree);
    }
}
