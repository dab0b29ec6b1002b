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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Shows in each FederatedResourceQuota's status what is allowed and what is used. */
public final class FederatedResourceQuotaReconciler implements Reconciler {
    private final QuotaLedger ledger = new QuotaLedger();

    @Override
    public String name() {
        return "federated-resource-quota";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(QuotaLedger.QUOTAS, BindingKinds.RESOURCE_BINDING);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        ObjectKey key = change.key();
        if (key.resource().equals(QuotaLedger.QUOTAS)) {
            return Stream.of(key);
        }
        return sameIntent(change)
                ? Stream.empty()
                : snapshot.list(QuotaLedger.QUOTAS, key.namespace()).map(StoredObject::key);
    }

    private static boolean sameIntent(Change change) {
        if (change.before() == null || change.after() == null) {
            return false;
        }
        ObjectHead was = change.before().head();
        return was.generation() == change.after().head().generation()
                && was.uid().equals(change.after().head().uid());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(QuotaLedger.QUOTAS).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key).map(quota -> decide(snapshot, quota)).orElse(Decision.nothing());
    }

    private Decision decide(Snapshot snapshot, StoredObject quota) {
        ObjectNode tree = quota.tree();
        FederatedResourceQuotaSpec spec = FederatedResourceQuotaSpec.of(tree);
        FederatedResourceQuotaStatus was = FederatedResourceQuotaStatus.of(tree);
        Usage used = ledger.used(snapshot, quota.key().namespace());
        FederatedResourceQuotaStatus is = new FederatedResourceQuotaStatus(
                spec.overall(), used.quantities(spec.overall().keySet()), was.aggregatedStatus());
        if (is.equals(was)) {
            return Decision.nothing();
        }
        tree.set("status", RecordJson.write(is));
        return Decision.of(List.of(new Effect.UpdateStatus(quota, tree)));
    }
}
