package dev.flotilla.placement.quota;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.policy.FederatedResourceQuotaSpec;
import dev.flotilla.api.policy.FederatedResourceQuotaStatus;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.cluster.FleetView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows in each FederatedResourceQuota's status what is allowed and what is used, and has its static assignments
 * brought to their clusters. What members report of those is put into the status by whoever gathers it.
 */
public final class FederatedResourceQuotaReconciler implements Reconciler {
    private final QuotaLedger ledger = new QuotaLedger();

    @Override
    public String name() {
        return "federated-resource-quota";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(QuotaLedger.QUOTAS, BindingKinds.RESOURCE_BINDING, FleetView.CLUSTERS);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        ObjectKey key = change.key();
        if (key.resource().equals(QuotaLedger.QUOTAS)) {
            return Stream.of(key);
        }
        if (key.resource().equals(FleetView.CLUSTERS)) {
            return staying(change.before()) == staying(change.after())
                    ? Stream.empty()
                    : snapshot.list(QuotaLedger.QUOTAS).map(StoredObject::key);
        }
        if (sameIntent(change)) {
            return Stream.empty();
        }
        return Stream.concat(
                        Stream.of(change.before(), change.after())
                                .filter(Objects::nonNull)
                                .flatMap(binding -> QuotaBinding.quota(binding).stream()),
                        snapshot.list(QuotaLedger.QUOTAS, key.namespace()).map(StoredObject::key))
                .distinct();
    }

    private static boolean staying(@Nullable StoredObject cluster) {
        return cluster != null && !cluster.head().terminating();
    }

    private static boolean sameIntent(Change change) {
        if (change.before() == null || change.after() == null) {
            return false;
        }
        ObjectHead was = change.before().head();
        ObjectHead is = change.after().head();
        return was.generation() == is.generation()
                && was.uid().equals(is.uid())
                && was.terminating() == is.terminating();
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        Stream<ObjectKey> bound =
                snapshot.list(BindingKinds.RESOURCE_BINDING).flatMap(binding -> QuotaBinding.quota(binding).stream());
        return Stream.concat(snapshot.list(QuotaLedger.QUOTAS).map(StoredObject::key), bound)
                .distinct();
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> quota = snapshot.get(key);
        Optional<StoredObject> binding = snapshot.get(QuotaBinding.key(key))
                .filter(found -> QuotaBinding.quota(found).equals(Optional.of(key)));
        List<Effect> effects = new ArrayList<>();
        quota.flatMap(found -> status(snapshot, found)).ifPresent(effects::add);
        shares(snapshot, quota, binding, now).ifPresent(effects::add);
        return Decision.of(effects);
    }

    private static Optional<Effect> shares(
            Snapshot snapshot, Optional<StoredObject> quota, Optional<StoredObject> binding, Instant now) {
        Predicate<String> exists = cluster -> cluster(snapshot, cluster).isPresent();
        Optional<StoredObject> follows = quota.filter(found -> !found.head().terminating());
        boolean leaves = follows.isEmpty()
                || binding.filter(found -> found.head().terminating()).isPresent();
        if (leaves) {
            return binding.flatMap(found -> QuotaBinding.withdraw(found, exists, now));
        }
        SortedSet<String> wanted = FederatedResourceQuotaSpec.of(follows.get().tree()).staticAssignments().stream()
                .map(FederatedResourceQuotaSpec.StaticAssignment::clusterName)
                .filter(name -> cluster(snapshot, name)
                        .filter(FederatedResourceQuotaReconciler::staying)
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        return QuotaBinding.follow(follows.get(), binding, wanted, exists, now);
    }

    private static Optional<StoredObject> cluster(Snapshot snapshot, String name) {
        return snapshot.get(new ObjectKey(FleetView.CLUSTERS, "", name));
    }

    private Optional<Effect> status(Snapshot snapshot, StoredObject quota) {
        ObjectNode tree = quota.tree();
        FederatedResourceQuotaSpec spec = FederatedResourceQuotaSpec.of(tree);
        FederatedResourceQuotaStatus was = FederatedResourceQuotaStatus.of(tree);
        Usage used = ledger.used(snapshot, quota.key().namespace());
        FederatedResourceQuotaStatus is = new FederatedResourceQuotaStatus(
                spec.overall(), used.quantities(spec.overall().keySet()), was.aggregatedStatus());
        if (is.equals(was)) {
            return Optional.empty();
        }
        tree.set("status", RecordJson.write(is));
        return Optional.of(new Effect.UpdateStatus(quota, tree));
    }
}
