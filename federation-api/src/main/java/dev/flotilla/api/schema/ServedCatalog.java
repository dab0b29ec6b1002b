package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server serves at one moment: built-in types, and custom resources with all that their definitions say. */
public final class ServedCatalog implements ResourceCatalog {
    private final List<ResourceType> all;
    private final Map<String, ResourceType> byPlural = new LinkedHashMap<>();
    private final Map<String, ResourceType> byKind = new LinkedHashMap<>();
    private final Map<GroupResource, ResourceType> preferred = new LinkedHashMap<>();
    private final Map<String, CustomDefinition> custom = new LinkedHashMap<>();

    ServedCatalog(Collection<ResourceType> builtIn, Collection<CustomDefinition> definitions) {
        Map<String, List<ResourceType>> byVersion = new LinkedHashMap<>();
        builtIn.forEach(type -> add(byVersion, type));
        definitions.stream()
                .sorted((left, right) -> ApiVersionOrder.PREFERRED_FIRST.compare(
                        left.type().version(), right.type().version()))
                .filter(each -> !byPlural.containsKey(path(each.type())))
                .forEach(each -> {
                    add(byVersion, each.type());
                    custom.put(path(each.type()), each);
                    if (each.storage()) {
                        preferred.put(each.type().resource(), each.type());
                    }
                });
        all = inGroupOrder(byVersion);
    }

    private void add(Map<String, List<ResourceType>> byVersion, ResourceType type) {
        byVersion.computeIfAbsent(type.apiVersion(), _ -> new ArrayList<>()).add(type);
        byPlural.put(path(type), type);
        byKind.put(type.apiVersion() + "/" + type.kind(), type);
        preferred.putIfAbsent(type.resource(), type);
    }

    private static List<ResourceType> inGroupOrder(Map<String, List<ResourceType>> byVersion) {
        Map<String, List<ResourceType>> byGroup = new LinkedHashMap<>();
        byVersion
                .values()
                .forEach(types -> byGroup.computeIfAbsent(types.getFirst().group(), _ -> new ArrayList<>())
                        .addAll(types));
        return byGroup.values().stream().flatMap(List::stream).toList();
    }

    private static String path(ResourceType type) {
        return type.apiVersion() + "/" + type.plural();
    }

    @Override
    public Optional<ResourceType> find(String group, String version, String plural) {
        return Optional.ofNullable(byPlural.get((group.isEmpty() ? version : group + "/" + version) + "/" + plural));
    }

    @Override
    public Optional<ResourceType> forKind(String apiVersion, String kind) {
        return Optional.ofNullable(byKind.get(apiVersion + "/" + kind));
    }

    @Override
    public Optional<ResourceType> preferred(GroupResource resource) {
        return Optional.ofNullable(preferred.get(resource));
    }

    @Override
    public List<ResourceType> all() {
        return all;
    }

    /** The served types of which objects have a known shape: all but those that {@link Additions} names. */
    public List<ResourceType> described() {
        return all.stream()
                .filter(type -> type.builtIn() || definition(type).isPresent())
                .toList();
    }

    /** What the definition of a custom resource says; empty for built-in types. */
    public Optional<CustomDefinition> definition(ResourceType type) {
        return Optional.ofNullable(custom.get(path(type)));
    }
}
