package dev.flotilla.propagation;

import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.traffic.GlobalTrafficPolicy;
import dev.flotilla.api.traffic.TrafficDrain;
import dev.flotilla.api.traffic.TrafficKinds;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds which copies a change may concern. It may name too many (looking at a copy that is right costs little), never
 * too few.
 */
public final class Affected {
    private static final String POLICY_GROUP = "policy.karmada.io";
    private static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");
    private static final GroupResource OVERRIDES = new GroupResource(POLICY_GROUP, "overridepolicies");
    private static final GroupResource CLUSTER_OVERRIDES = new GroupResource(POLICY_GROUP, "clusteroverridepolicies");

    private Affected() {}

    public static Stream<ClusterBinding> by(Snapshot snapshot, Change change) {
        GroupResource resource = change.key().resource();
        if (isBinding(resource)) {
            return byBinding(change);
        }
        if (resource.equals(OVERRIDES)) {
            return bindings(
                    snapshot,
                    binding -> binding.key().namespace().equals(change.key().namespace()));
        }
        if (resource.equals(CLUSTER_OVERRIDES)) {
            return bindings(snapshot, _ -> true);
        }
        if (resource.equals(TrafficKinds.GLOBAL_TRAFFIC_POLICY)) {
            return byTraffic(snapshot, change);
        }
        if (resource.equals(CLUSTERS)) {
            return sameButStatus(change)
                    ? Stream.of()
                    : all(snapshot, change.key().name());
        }
        return byTemplate(snapshot, change);
    }

    /** Every copy that the cluster has, should have, or must lose. */
    public static Stream<ClusterBinding> all(Snapshot snapshot, String cluster) {
        return bindings(snapshot, _ -> true).filter(each -> each.cluster().equals(cluster));
    }

    private static Stream<ClusterBinding> byBinding(Change change) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        if (before != null
                && after != null
                && before.head().generation() == after.head().generation()) {
            return onStatus(after);
        }
        return Stream.of(before, after)
                .filter(Objects::nonNull)
                .flatMap(Affected::copies)
                .distinct();
    }

    /** A status says something to the copies that wait for it: those that are to be removed. */
    private static Stream<ClusterBinding> onStatus(StoredObject binding) {
        JsonNode removing = binding.tree().path("spec").path("removing");
        return removing.isEmpty()
                ? Stream.of()
                : BindingSpec.of(binding.tree()).removing().stream()
                        .map(removal -> new ClusterBinding(removal.cluster(), binding.key()));
    }

    /** Copies that are to be removed, where traffic no longer keeps them. */
    private static Stream<ClusterBinding> byTraffic(Snapshot snapshot, Change change) {
        Set<String> released = TrafficDrain.released(
                Optional.ofNullable(change.before()).map(GlobalTrafficPolicy::of),
                Optional.ofNullable(change.after()).map(GlobalTrafficPolicy::of));
        return released.isEmpty()
                ? Stream.of()
                : snapshot.list(BindingKinds.RESOURCE_BINDING, change.key().namespace())
                        .flatMap(Affected::onStatus)
                        .filter(each -> released.contains(each.cluster()));
    }

    private static Stream<ClusterBinding> byTemplate(Snapshot snapshot, Change change) {
        if (sameButStatus(change)) {
            return Stream.of();
        }
        return Stream.of(change.before(), change.after())
                .filter(Objects::nonNull)
                .map(Affected::bindingOf)
                .distinct()
                .flatMap(key -> snapshot.get(key).stream())
                .flatMap(Affected::copies);
    }

    private static ObjectKey bindingOf(StoredObject template) {
        ObjectKey key = template.key();
        GroupResource kind =
                key.namespace().isEmpty() ? BindingKinds.CLUSTER_RESOURCE_BINDING : BindingKinds.RESOURCE_BINDING;
        return new ObjectKey(
                kind, key.namespace(), ResourceNames.binding(template.head().kind(), key.name()));
    }

    private static Stream<ClusterBinding> bindings(Snapshot snapshot, Predicate<StoredObject> filter) {
        return Stream.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING)
                .flatMap(snapshot::list)
                .filter(filter)
                .flatMap(Affected::copies);
    }

    private static Stream<ClusterBinding> copies(StoredObject binding) {
        BindingSpec spec = BindingSpec.of(binding.tree());
        Stream<String> wanted = spec.clusters().stream().map(target -> target.name());
        Stream<String> required = spec.requiredBy().stream()
                .flatMap(each -> each.clusters().stream())
                .map(target -> target.name());
        Stream<String> leaving = spec.removing().stream().map(removal -> removal.cluster());
        return Stream.of(wanted, required, leaving)
                .flatMap(each -> each)
                .distinct()
                .map(cluster -> new ClusterBinding(cluster, binding.key()));
    }

    private static boolean isBinding(GroupResource resource) {
        return Set.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING)
                .contains(resource);
    }

    /** Whether nothing but status and bookkeeping changed, for a kind that counts generations. */
    private static boolean sameButStatus(Change change) {
        @Nullable StoredObject before = change.before();
        @Nullable StoredObject after = change.after();
        if (before == null || after == null) {
            return false;
        }
        ObjectHead was = before.head();
        ObjectHead is = after.head();
        return is.generation() > 0
                && was.generation() == is.generation()
                && was.labels().equals(is.labels())
                && was.terminating() == is.terminating()
                && was.uid().equals(is.uid())
                && annotations(before).equals(annotations(after));
    }

    private static JsonNode annotations(StoredObject object) {
        return object.tree().path("metadata").path("annotations");
    }
}
