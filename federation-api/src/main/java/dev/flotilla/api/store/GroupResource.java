package dev.flotilla.api.store;

/**
 * Names one resource type independently of version, as {@code deployments.apps} does.
 *
 * @param group the API group; empty for the core group
 * @param resource the plural, lower case
 */
public record GroupResource(String group, String resource) implements Comparable<GroupResource> {
    public GroupResource {
        if (resource.isEmpty() || resource.indexOf('/') >= 0 || group.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a group and resource: '" + group + "', '" + resource + "'");
        }
    }

    /** The form that Kubernetes' messages use: {@code deployments.apps}, or {@code pods} for the core group. */
    public String qualified() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    @Override
    public int compareTo(GroupResource other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : resource.compareTo(other.resource);
    }

    @Override
    public String toString() {
        return qualified();
    }
}
