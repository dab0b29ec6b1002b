package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.store.GroupResource;

/** The resources that grant rights. */
public final class RbacTypes {
    public static final String GROUP = "rbac.authorization.k8s.io";
    public static final GroupResource ROLES = new GroupResource(GROUP, "roles");
    public static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
    public static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
    public static final GroupResource CLUSTER_ROLE_BINDINGS = new GroupResource(GROUP, "clusterrolebindings");

    /** The prefix of labels by which roles are gathered. */
    static final String GROUP_LABEL = "rbac.authorization.k8s.io";

    static final String ROLE = "Role";
    static final String CLUSTER_ROLE = "ClusterRole";

    private RbacTypes() {}
}
