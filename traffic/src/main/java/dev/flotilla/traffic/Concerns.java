package dev.flotilla.traffic;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.traffic.Copies;
import dev.flotilla.api.traffic.GlobalTrafficPolicy;
import dev.flotilla.api.traffic.TrafficKinds;
import dev.flotilla.api.traffic.TrafficView;
import dev.flotilla.api.work.BindingKinds;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the policies that a change matters to. Where there is no policy in a namespace, nothing of it is read. */
final class Concerns {
    private final TrafficView view;

    Concerns(TrafficView view) {
        this.view = view;
    }

    static Set<GroupResource> watched() {
        return Stream.concat(
                        Stream.of(
                                TrafficKinds.GLOBAL_TRAFFIC_POLICY,
                                TrafficKinds.DNS_ENDPOINT,
                                Cluster.RESOURCE,
                                BindingKinds.RESOURCE_BINDING,
                                TrafficView.SERVICES),
                        TrafficView.workloadKinds().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    Stream<ObjectKey> of(Snapshot snapshot, Change change) {
        GroupResource resource = change.key().resource();
        if (resource.equals(TrafficKinds.GLOBAL_TRAFFIC_POLICY)) {
            return ofPolicy(snapshot, change);
        }
        if (resource.equals(TrafficKinds.DNS_ENDPOINT)) {
            return Stream.of(policyOf(change.key()));
        }
        if (snapshot.count(TrafficKinds.GLOBAL_TRAFFIC_POLICY) == 0) {
            return Stream.empty();
        }
        if (resource.equals(Cluster.RESOURCE)) {
            return same(change, view::member) ? Stream.empty() : keys(view.policies(snapshot));
        }
        if (view.policies(snapshot, change.key().namespace()).isEmpty()) {
            return Stream.empty();
        }
        if (resource.equals(BindingKinds.RESOURCE_BINDING)) {
            return same(change, view::copies) ? Stream.empty() : ofBinding(snapshot, change);
        }
        if (resource.equals(TrafficView.SERVICES)) {
            return same(change, view::service)
                    ? Stream.empty()
                    : naming(
                            snapshot,
                            change,
                            service -> service.equals(change.key().name()));
        }
        return same(change, view::podLabels) ? Stream.empty() : naming(snapshot, change, _ -> true);
    }

    /** The policy that a DNSEndpoint belongs to, if it belongs to one. */
    static ObjectKey policyOf(ObjectKey endpoint) {
        return new ObjectKey(TrafficKinds.GLOBAL_TRAFFIC_POLICY, endpoint.namespace(), endpoint.name());
    }

    /** What is asked for may free or take a host name; a status says something to its own policy alone. */
    private Stream<ObjectKey> ofPolicy(Snapshot snapshot, Change change) {
        return same(change, stored -> view.policy(stored).spec())
                ? Stream.of(change.key())
                : Stream.concat(Stream.of(change.key()), keys(view.policies(snapshot)));
    }

    private Stream<ObjectKey> ofBinding(Snapshot snapshot, Change change) {
        StoredObject stored = Optional.ofNullable(change.after()).orElse(change.before());
        if (stored == null) {
            return Stream.empty();
        }
        Copies copies = view.copies(stored);
        if (copies.kind().equals("Service")) {
            return naming(snapshot, change, service -> service.equals(copies.name()));
        }
        String namespace = change.key().namespace();
        Map<String, String> labels = view.podLabels(snapshot, namespace, copies);
        return labels.isEmpty()
                ? Stream.empty()
                : naming(
                        snapshot,
                        change,
                        service -> view.service(snapshot, namespace, service)
                                .map(facts -> facts.selects(labels))
                                .orElse(false));
    }

    private Stream<ObjectKey> naming(Snapshot snapshot, Change change, Predicate<String> service) {
        return keys(view.policies(snapshot, change.key().namespace()).stream()
                .filter(policy ->
                        policy.spec().backends().stream().anyMatch(backend -> service.test(backend.service()))));
    }

    private static Stream<ObjectKey> keys(Stream<GlobalTrafficPolicy> policies) {
        return policies.map(GlobalTrafficPolicy::key);
    }

    private static <T> boolean same(Change change, Function<StoredObject, T> read) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        return before != null && after != null && read.apply(before).equals(read.apply(after));
    }
}
