package dev.flotilla.api.store;

/**
 * Where one object lives. Keys are ordered by resource, then namespace, then name, which is the order of every list.
 *
 * @param namespace empty for a cluster-scoped object
 */
public record ObjectKey(GroupResource resource, String namespace, String name) implements Comparable<ObjectKey> {
    public ObjectKey {
        if (name.isEmpty() || name.indexOf('/') >= 0 || namespace.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not an object's name: '" + namespace + "', '" + name + "'");
        }
    }

    public static ObjectKey of(String group, String resource, String namespace, String name) {
        return new ObjectKey(new GroupResource(group, resource), namespace, name);
    }

    /** The key's form in the log: {@code group/resource/namespace/name}, with empty parts kept. */
    public String path() {
        return resource.group() + "/" + resource.resource() + "/" + namespace + "/" + name;
    }

    /** @throws IllegalArgumentException if the text is not what {@link #path()} gives */
    public static ObjectKey parse(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not an object key: '" + path + "'");
        }
        return of(parts[0], parts[1], parts[2], parts[3]);
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byResource = resource.compareTo(other.resource);
        if (byResource != 0) {
            return byResource;
        }
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return path();
    }
}
