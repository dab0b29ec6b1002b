package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.util.Set;

/** Which objects of the hub may be propagated at all. */
final class TemplateScope {
    static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private static final String OWN_GROUPS = ".flotilla.dev";
    private static final Set<String> CONTROL_GROUPS = Set.of(
            "apps.karmada.io",
            "cluster.karmada.io",
            "policy.karmada.io",
            "work.karmada.io",
            "events.k8s.io",
            "coordination.k8s.io");
    private static final GroupResource EVENTS = new GroupResource("", "events");

    /** Every cluster makes these for itself, in every namespace. */
    private static final Set<String> MADE_BY_EVERY_CLUSTER = Set.of(
            "serviceaccounts/default", "configmaps/kube-root-ca.crt", "configmaps/extension-apiserver-authentication");

    private TemplateScope() {}

    static boolean covers(GroupResource resource) {
        return !CONTROL_GROUPS.contains(resource.group())
                && !resource.group().endsWith(OWN_GROUPS)
                && !resource.equals(EVENTS);
    }

    static boolean covers(ObjectKey key) {
        return covers(key.resource())
                && !ResourceNames.reserved(key.namespace())
                && !(key.resource().group().isEmpty()
                        && MADE_BY_EVERY_CLUSTER.contains(key.resource().resource() + "/" + key.name()))
                && !(key.resource().equals(NAMESPACES) && inEveryCluster(key.name()));
    }

    private static boolean inEveryCluster(String namespace) {
        return ResourceNames.reserved(namespace) || namespace.equals("default");
    }

    /** Whether it is a namespace that every cluster gets, whatever policies say. */
    static boolean everywhere(StoredObject template) {
        return template.key().resource().equals(NAMESPACES)
                && !"true".equals(template.head().labels().get(Marks.SKIP_AUTO_PROPAGATION));
    }
}
