package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One resource as an API server serves it in one version.
 *
 * @param plural also the resource's name in URLs
 * @param subresources by name, as {@code status} and {@code scale}
 * @param hasGeneration whether {@code metadata.generation} is kept
 * @param builtIn a kind of Kubernetes itself, which alone takes strategic merge patches
 * @param schema of the whole object, with apiVersion, kind and metadata
 */
public record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        Set<String> verbs,
        Map<String, Subresource> subresources,
        boolean hasGeneration,
        boolean builtIn,
        TypeSchema schema) {
    /** The kind that a subresource answers with, and the verbs it takes. */
    public record Subresource(String group, String version, String kind, Set<String> verbs) {}

    public ResourceType {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = Set.copyOf(verbs);
        subresources = Map.copyOf(subresources);
    }

    public GroupResource resource() {
        return new GroupResource(group, plural);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public boolean hasStatus() {
        return subresources.containsKey("status");
    }

    public Optional<Subresource> subresource(String name) {
        return Optional.ofNullable(subresources.get(name));
    }

    /** The same type as another version names it, of which nothing else is known. */
    public ResourceType inVersion(String other) {
        return new ResourceType(
                group,
                other,
                kind,
                plural,
                singular,
                namespaced,
                shortNames,
                categories,
                verbs,
                subresources,
                hasGeneration,
                builtIn,
                schema);
    }

    /** The same type with more subresources. */
    public ResourceType withSubresources(Map<String, Subresource> more) {
        Map<String, Subresource> all = new LinkedHashMap<>(subresources);
        all.putAll(more);
        return withOnly(all);
    }

    ResourceType withOnly(Map<String, Subresource> served) {
        return new ResourceType(
                group,
                version,
                kind,
                plural,
                singular,
                namespaced,
                shortNames,
                categories,
                verbs,
                served,
                hasGeneration,
                builtIn,
                schema);
    }
}
