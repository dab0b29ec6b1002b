package dev.flotilla.simulator.object;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import java.util.Arrays;
import java.util.Optional;

/** The kinds that a member's controllers look after, each in the one version they write. */
public enum Kind {
    CONFIG_MAP("", "v1", "ConfigMap", "configmaps"),
    CONTROLLER_REVISION("apps", "v1", "ControllerRevision", "controllerrevisions"),
    DAEMON_SET("apps", "v1", "DaemonSet", "daemonsets"),
    DEPLOYMENT("apps", "v1", "Deployment", "deployments"),
    ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"),
    JOB("batch", "v1", "Job", "jobs"),
    NAMESPACE("", "v1", "Namespace", "namespaces"),
    NODE("", "v1", "Node", "nodes"),
    PERSISTENT_VOLUME("", "v1", "PersistentVolume", "persistentvolumes"),
    PERSISTENT_VOLUME_CLAIM("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
    POD("", "v1", "Pod", "pods"),
    REPLICA_SET("apps", "v1", "ReplicaSet", "replicasets"),
    SERVICE("", "v1", "Service", "services"),
    SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts"),
    STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets");

    private final String group;
    private final String plural;
    private final String apiVersion;
    private final String kind;

    Kind(String group, String version, String kind, String plural) {
        this.group = group;
        this.plural = plural;
        this.apiVersion = group.isEmpty() ? version : group + "/" + version;
        this.kind = kind;
    }

    public GroupResource resource() {
        return new GroupResource(group, plural);
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** Its name in manifests. */
    public String label() {
        return kind;
    }

    public ObjectKey key(String namespace, String name) {
        return new ObjectKey(resource(), namespace, name);
    }

    /** The kind an owner reference names, in whatever version. */
    public static Optional<Kind> of(ObjectHead.Owner owner) {
        String group = owner.apiVersion().contains("/")
                ? owner.apiVersion().substring(0, owner.apiVersion().indexOf('/'))
                : "";
        return Arrays.stream(values())
                .filter(each -> each.kind.equals(owner.kind()) && each.group.equals(group))
                .findFirst();
    }
}
