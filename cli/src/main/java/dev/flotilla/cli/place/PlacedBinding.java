package dev.flotilla.cli.place;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.work.BindingKinds;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** One binding as a hub would write it, made without a hub. */
public final class PlacedBinding {
    private PlacedBinding() {}

    /**
     * @param clusters the fleet
     * @param policy that selects the template
     * @throws IllegalArgumentException if no binding comes of it
     */
    public static ObjectNode of(List<ObjectNode> clusters, ObjectNode policy, ObjectNode template) {
        OfflineHub hub = new OfflineHub(0, Instant.EPOCH);
        Stream.concat(clusters.stream(), Stream.of(policy, template))
                .forEach(object -> hub.apply(key(hub, object), object));
        hub.settle();
        return hub.snapshot()
                .list(BindingKinds.RESOURCE_BINDING)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the policy selects nothing"))
                .tree();
    }

    private static ObjectKey key(OfflineHub hub, ObjectNode object) {
        ResourceType type = hub.catalog()
                .forKind(
                        object.path("apiVersion").asString(""),
                        object.path("kind").asString(""))
                .orElseThrow();
        return new ObjectKey(
                type.resource(),
                object.path("metadata").path("namespace").asString(""),
                object.path("metadata").path("name").asString(""));
    }
}
