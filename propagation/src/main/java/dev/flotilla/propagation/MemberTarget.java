package dev.flotilla.propagation;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectKey;

/**
 * Where one object lives in a member.
 *
 * @param namespace empty for a cluster-scoped object
 */
public record MemberTarget(MemberKind kind, String namespace, String name) {
    public static MemberTarget of(ResourceType type, ObjectKey template) {
        return new MemberTarget(MemberKind.of(type), template.namespace(), template.name());
    }

    /** The URL path of the collection that holds it. */
    public String collectionPath() {
        return kind.collectionPath(namespace);
    }

    public String path() {
        return collectionPath() + "/" + name;
    }
}
