package dev.flotilla.api.traffic;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a snapshot what bears on traffic; each object once for each of its versions. The answers depend on the
 * snapshot alone. Safe to share.
 */
public final class TrafficView {
    public static final GroupResource SERVICES = new GroupResource("", "services");

    /** The kinds whose replicas count. */
    private static final Map<String, GroupResource> WORKLOADS = Map.of(
            "Deployment", new GroupResource("apps", "deployments"),
            "StatefulSet", new GroupResource("apps", "statefulsets"),
            "DaemonSet", new GroupResource("apps", "daemonsets"),
            "ReplicaSet", new GroupResource("apps", "replicasets"));

    private final Memo<GlobalTrafficPolicy> policies = new Memo<>(GlobalTrafficPolicy::of);
    private final Memo<ServiceFacts> services = new Memo<>(ServiceFacts::of);
    private final Memo<Map<String, String>> podLabels = new Memo<>(ServiceFacts::podLabels);
    private final Memo<Copies> copies = new Memo<>(Copies::of);
    private final Memo<MemberFacts> members = new Memo<>(MemberFacts::of);

    public static Set<GroupResource> workloadKinds() {
        return Set.copyOf(WORKLOADS.values());
    }

    public GlobalTrafficPolicy policy(StoredObject stored) {
        return policies.of(stored);
    }

    /** Of one namespace, in order of their names. */
    public List<GlobalTrafficPolicy> policies(Snapshot snapshot, String namespace) {
        return snapshot.count(TrafficKinds.GLOBAL_TRAFFIC_POLICY) == 0
                ? List.of()
                : snapshot.list(TrafficKinds.GLOBAL_TRAFFIC_POLICY, namespace)
                        .map(policies::of)
                        .toList();
    }

    public Stream<GlobalTrafficPolicy> policies(Snapshot snapshot) {
        return snapshot.list(TrafficKinds.GLOBAL_TRAFFIC_POLICY).map(policies::of);
    }

    public Optional<ServiceFacts> service(Snapshot snapshot, String namespace, String name) {
        return snapshot.get(new ObjectKey(SERVICES, namespace, name)).map(services::of);
    }

    public ServiceFacts service(StoredObject service) {
        return services.of(service);
    }

    public Optional<MemberFacts> member(Snapshot snapshot, String cluster) {
        return snapshot.get(Cluster.key(cluster)).map(members::of);
    }

    public MemberFacts member(StoredObject cluster) {
        return members.of(cluster);
    }

    public Copies copies(StoredObject binding) {
        return copies.of(binding);
    }

    /** The copies of a Service itself; none if nothing is bound. */
    public Copies copiesOf(Snapshot snapshot, ServiceFacts service) {
        ObjectKey key = service.key();
        return snapshot.get(new ObjectKey(
                        BindingKinds.RESOURCE_BINDING, key.namespace(), ResourceNames.binding("Service", key.name())))
                .map(copies::of)
                .orElseGet(() -> new Copies("v1", "Service", key.name(), new TreeMap<>()));
    }

    /** The copies of every workload whose pods the Service selects. */
    public Stream<Copies> behind(Snapshot snapshot, ServiceFacts service) {
        String namespace = service.key().namespace();
        return snapshot.list(BindingKinds.RESOURCE_BINDING, namespace)
                .map(copies::of)
                .filter(each -> service.selects(podLabels(snapshot, namespace, each)));
    }

    /** The labels of the pods of what is bound; none if it is no workload. */
    public Map<String, String> podLabels(Snapshot snapshot, String namespace, Copies bound) {
        @Nullable GroupResource resource = bound.apiVersion().startsWith("apps/") ? WORKLOADS.get(bound.kind()) : null;
        return resource == null
                ? Map.of()
                : snapshot.get(new ObjectKey(resource, namespace, bound.name()))
                        .map(podLabels::of)
                        .orElse(Map.of());
    }

    public Map<String, String> podLabels(StoredObject workload) {
        return podLabels.of(workload);
    }
}
