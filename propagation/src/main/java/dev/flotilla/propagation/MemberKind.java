package dev.flotilla.propagation;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.GroupResource;

/** A resource as members serve it. */
public record MemberKind(String group, String version, String kind, String plural, boolean namespaced) {
    public static MemberKind of(ResourceType type) {
        return new MemberKind(type.group(), type.version(), type.kind(), type.plural(), type.namespaced());
    }

    public GroupResource resource() {
        return new GroupResource(group, plural);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** @param namespace empty for all namespaces, and for a cluster-scoped kind */
    public String collectionPath(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespace.isEmpty() ? root + "/" + plural : root + "/namespaces/" + namespace + "/" + plural;
    }
}
