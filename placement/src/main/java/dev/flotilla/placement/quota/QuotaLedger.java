package dev.flotilla.placement.quota;

import dev.flotilla.api.policy.FederatedResourceQuotaSpec;
import dev.flotilla.api.policy.FederatedResourceQuotaStatus;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.cluster.ClusterReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Adds up what a namespace's bindings request, and says whether one more would be too much. The answer follows from the
 * snapshot alone. Safe to share between threads.
 */
public final class QuotaLedger {
    public static final GroupResource QUOTAS = new GroupResource("policy.karmada.io", "federatedresourcequotas");

    private final Memo<Usage> usages = new Memo<>(binding -> Usage.of(binding.tree()));
    private final Memo<Limit> limits = new Memo<>(Limit::of);

    /** @param milli allowed by resource, in thousandths of its unit */
    private record Limit(String name, Map<String, Long> milli) {
        static Limit of(StoredObject quota) {
            FederatedResourceQuotaSpec spec = FederatedResourceQuotaSpec.of(quota.tree());
            return new Limit(quota.key().name(), ClusterReader.milli(spec.overall()));
        }
    }

    /** Whether anything is limited in the namespace. */
    public boolean limits(Snapshot snapshot, String namespace) {
        return !namespace.isEmpty()
                && snapshot.list(QUOTAS, namespace).findFirst().isPresent();
    }

    /**
     * Why a binding may not become what it is to be; empty if it may. Requesting less than before is always allowed.
     *
     * @param after what it is to request then
     */
    public Optional<String> exceeded(Snapshot snapshot, ObjectKey key, Usage after) {
        List<Limit> here =
                snapshot.list(QUOTAS, key.namespace()).map(limits::of).toList();
        if (here.isEmpty()) {
            return Optional.empty();
        }
        Usage before = snapshot.get(key).map(usages::of).orElse(Usage.NONE);
        Usage all = used(snapshot, key.namespace());
        return here.stream()
                .flatMap(limit -> exceeded(limit, all, before, after).stream())
                .findFirst();
    }

    private static Optional<String> exceeded(Limit limit, Usage all, Usage before, Usage after) {
        Map<String, String> requested = new TreeMap<>();
        Map<String, String> used = new TreeMap<>();
        Map<String, String> limited = new TreeMap<>();
        limit.milli().forEach((resource, most) -> {
            long more = after.of(resource) - before.of(resource);
            if (more > 0 && all.of(resource) + more > most) {
                requested.put(resource, Usage.text(more));
                used.put(resource, Usage.text(all.of(resource)));
                limited.put(resource, Usage.text(most));
            }
        });
        return requested.isEmpty()
                ? Optional.empty()
                : Optional.of("exceeded quota: " + limit.name() + ", requested: " + listed(requested) + ", used: "
                        + listed(used) + ", limited: " + listed(limited));
    }

    /** As Kubernetes' own quotas list amounts. */
    private static String listed(Map<String, String> amounts) {
        return String.join(
                ",",
                amounts.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
    }

    /** Whether a change of a quota may allow what was refused before: it allows more, or less is used. */
    public static boolean loosened(Change change) {
        if (change.before() == null || change.after() == null) {
            return true;
        }
        JsonNode was = change.before().tree();
        JsonNode is = change.after().tree();
        return !FederatedResourceQuotaSpec.of(was).equals(FederatedResourceQuotaSpec.of(is))
                || less(used(was), used(is));
    }

    private static Map<String, Long> used(JsonNode quota) {
        return ClusterReader.milli(FederatedResourceQuotaStatus.of(quota).overallUsed());
    }

    private static boolean less(Map<String, Long> was, Map<String, Long> is) {
        return was.entrySet().stream().anyMatch(each -> is.getOrDefault(each.getKey(), 0L) < each.getValue());
    }

    /** What all bindings of the namespace request together. */
    Usage used(Snapshot snapshot, String namespace) {
        Map<String, Long> sum = new HashMap<>();
        snapshot.list(BindingKinds.RESOURCE_BINDING, namespace)
                .map(usages::of)
                .forEach(usage -> usage.milli().forEach((resource, milli) -> sum.merge(resource, milli, Long::sum)));
        return new Usage(sum);
    }
}
