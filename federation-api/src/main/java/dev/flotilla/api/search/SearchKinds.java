package dev.flotilla.api.search;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.schema.Additions;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.store.GroupResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kinds by which members are seen through the hub. */
public final class SearchKinds {
    public static final String GROUP = "search.karmada.io";
    public static final String VERSION = "v1alpha1";
    public static final GroupResource REGISTRIES = new GroupResource(GROUP, "resourceregistries");

    /** One for each method of HTTP that a proxy passes on. */
    private static final Set<String> METHODS = Set.of("create", "delete", "get", "patch", "update");

    private SearchKinds() {}

    /** Those of which objects are stored. */
    public static List<Kind> kinds() {
        return List.of(new Kind(
                GROUP,
                VERSION,
                "ResourceRegistry",
                "resourceregistries",
                false,
                List.of("rr"),
                List.of(Kind.AGE),
                ResourceRegistrySpec.class,
                Optional.of(ResourceRegistryStatus.class)));
    }

    /** Those that are answered without a store, and the proxy of each cluster. */
    public static Additions additions() {
        ResourceType.Subresource proxy = new ResourceType.Subresource(GROUP, VERSION, "Proxying", METHODS);
        return new Additions(
                Set.of(),
                Map.of(
                        Cluster.RESOURCE,
                        Map.of(
                                "proxy",
                                new ResourceType.Subresource(
                                        Cluster.RESOURCE.group(), "v1alpha1", "Cluster", METHODS))),
                List.of(
                        virtual("Proxying", "proxying", Set.of(), Map.of("proxy", proxy)),
                        virtual("Search", "search", Set.of("get"), Map.of())));
    }

    private static ResourceType virtual(
            String kind, String plural, Set<String> verbs, Map<String, ResourceType.Subresource> subresources) {
        return new ResourceType(
                GROUP,
                VERSION,
                kind,
                plural,
                plural,
                false,
                List.of(),
                List.of(),
                verbs,
                subresources,
                false,
                false,
                new TypeSchema.Struct(kind, new LinkedHashMap<>(), false, true));
    }
}
