package dev.flotilla.api.work;

import dev.flotilla.api.store.GroupResource;

/** The two kinds of binding, and Work. */
public final class BindingKinds {
    public static final GroupResource RESOURCE_BINDING = new GroupResource("work.karmada.io", "resourcebindings");
    public static final GroupResource CLUSTER_RESOURCE_BINDING =
            new GroupResource("work.karmada.io", "clusterresourcebindings");
    public static final GroupResource WORK = new GroupResource("work.karmada.io", "works");

    private BindingKinds() {}
}
