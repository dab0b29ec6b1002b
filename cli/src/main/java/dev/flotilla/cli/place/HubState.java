package dev.flotilla.cli.place;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.Discovery;
import dev.flotilla.cli.client.HubObjects;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.placement.defaults.PlacementDefaults;
import dev.flotilla.placement.policy.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

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

    private static final ApiType CONFIG_MAPS = new ApiType("", "v1", "configmaps", "ConfigMap", true);

    private HubState() {}

    /**
     * Clusters, policies, bindings, and every object of the kinds that policies name.
     *
     * @param moment as the history takes it; empty for now
     */
    static Snapshot read(KubeClient client, Optional<String> moment) {
        HubObjects objects = new HubObjects(client);
        read(objects, TYPES, moment);
        moment.ifPresentOrElse(
                then -> objects.past(List.of(CONFIG_MAPS), PlacementDefaults.KEY.namespace(), then),
                () -> objects.one(CONFIG_MAPS, PlacementDefaults.KEY.namespace(), PlacementDefaults.KEY.name()));
        List<ApiType> served = new Discovery(client).types();
        List<ApiType> selected = kinds(objects.snapshot())
                .flatMap(kind -> served.stream()
                        .filter(type -> type.apiVersion().equals(kind.apiVersion())
                                && type.kind().equals(kind.kind())))
                .filter(type -> !TYPES.contains(type))
                .distinct()
                .toList();
        read(objects, selected, moment);
        return objects.snapshot();
    }

    private static void read(HubObjects objects, List<ApiType> types, Optional<String> moment) {
        if (moment.isEmpty()) {
            types.forEach(objects::all);
        } else if (!types.isEmpty()) {
            objects.past(types, "", moment.get());
        }
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
                .forEach(object -> hub.hold(object.key(), tree(object)));
    }

    /** Extenders are asked by the hub alone; what they have said is in the bindings. */
    private static ObjectNode tree(StoredObject object) {
        ObjectNode tree = object.tree();
        if (object.key().equals(PlacementDefaults.KEY)) {
            tree.set(
                    "data",
                    PlacementDefaults.of(object).withoutExtenders().configMap().path("data"));
        }
        return tree;
    }
}
