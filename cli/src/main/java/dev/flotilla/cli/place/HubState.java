package dev.flotilla.cli.place;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.Discovery;
import dev.flotilla.cli.client.HubObjects;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.placement.policy.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a hub that runs decides placement from, read once through its API. */
final class HubState {
    private static final List<ApiType> TYPES = List.of(
            new ApiType("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false),
            new ApiType("", "v1", "namespaces", "Namespace", false),
            ApiType.PRIORITY_CLASSES,
            ApiType.CLUSTERS,
            ApiType.POLICIES,
            ApiType.CLUSTER_POLICIES,
            ApiType.OVERRIDES,
            ApiType.CLUSTER_OVERRIDES,
            ApiType.BINDINGS,
            ApiType.CLUSTER_BINDINGS);

    private HubState() {}

    /** Clusters, policies, bindings, and every object of the kinds that policies name. */
    static Snapshot read(KubeClient client) {
        HubObjects objects = new HubObjects(client);
        TYPES.forEach(objects::all);
        List<ApiType> served = new Discovery(client).types();
        kinds(objects.snapshot())
                .flatMap(kind -> served.stream()
                        .filter(type -> type.apiVersion().equals(kind.apiVersion())
                                && type.kind().equals(kind.kind())))
                .filter(type -> !TYPES.contains(type))
                .distinct()
                .forEach(objects::all);
        return objects.snapshot();
    }

    private static Stream<Policy.Kind> kinds(Snapshot snapshot) {
        return Stream.of(Policy.POLICIES, Policy.CLUSTER_POLICIES)
                .flatMap(snapshot::list)
                .map(Policy::of)
                .flatMap(Policy::kinds)
                .distinct();
    }

    /** In the order of their last writes, which lazy policies go by; definitions first, as other kinds need them. */
    static void into(OfflineHub hub, Snapshot state) {
        hold(hub, state.list(SnapshotCatalog.DEFINITIONS));
        hub.settle();
        hold(
                hub,
                state.resources().stream()
                        .filter(resource -> !resource.equals(SnapshotCatalog.DEFINITIONS))
                        .flatMap(state::list));
    }

    private static void hold(OfflineHub hub, Stream<StoredObject> objects) {
        objects.sorted(Comparator.comparingLong(StoredObject::resourceVersion))
                .forEach(object -> hub.hold(object.key(), object.tree()));
    }
}
