package dev.flotilla.apiserver.auth;

/** What a user wants to do, in the terms in which rights are granted. */
public sealed interface AccessAttributes {
    /** get, list, watch, create, update, patch, delete, deletecollection; get, post and so on for paths. */
    String verb();

    /**
     * Something with a resource.
     *
     * @param namespace empty for cluster-scoped resources and for all namespaces
     * @param subresource empty for the resource itself
     * @param name empty where none is meant
     */
    record Resource(
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name)
            implements AccessAttributes {
        public String qualified() {
            return group.isEmpty() ? resource : resource + "." + group;
        }

        public String withSubresource() {
            return subresource.isEmpty() ? resource : resource + "/" + subresource;
        }
    }

    /** Something with a path that is no resource's. */
    record NonResource(String verb, String path) implements AccessAttributes {}
}
