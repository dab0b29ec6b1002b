package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server serves beside objects in its store.
 *
 * @param builtIn subresources of Kubernetes' own types, as {@code pods/log}, which the server has an answer for
 * @param subresources of other types, by their names
 * @param types of which no objects are stored; their group and version may be any
 */
public record Additions(
        Set<String> builtIn,
        Map<GroupResource, Map<String, ResourceType.Subresource>> subresources,
        List<ResourceType> types) {
    public static final Additions NONE = new Additions(Set.of(), Map.of(), List.of());

    public Additions {
        builtIn = Set.copyOf(builtIn);
        subresources = Map.copyOf(subresources);
        types = List.copyOf(types);
    }

    /** The type with the subresources that are added to it. */
    ResourceType applied(ResourceType type) {
        Map<String, ResourceType.Subresource> more = subresources.getOrDefault(type.resource(), Map.of());
        return more.isEmpty() ? type : type.withSubresources(more);
    }
}
