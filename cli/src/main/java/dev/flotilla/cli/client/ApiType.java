package dev.flotilla.cli.client;

/** A type of objects as a Kubernetes API serves it. */
public record ApiType(String group, String version, String plural, String kind, boolean namespaced) {
    public static final ApiType CLUSTERS = new ApiType("cluster.karmada.io", "v1alpha1", "clusters", "Cluster", false);
    public static final ApiType BINDINGS =
            new ApiType("work.karmada.io", "v1alpha2", "resourcebindings", "ResourceBinding", true);
    public static final ApiType CLUSTER_BINDINGS =
            new ApiType("work.karmada.io", "v1alpha2", "clusterresourcebindings", "ClusterResourceBinding", false);
    public static final ApiType POLICIES =
            new ApiType("policy.karmada.io", "v1alpha1", "propagationpolicies", "PropagationPolicy", true);
    public static final ApiType CLUSTER_POLICIES = new ApiType(
            "policy.karmada.io", "v1alpha1", "clusterpropagationpolicies", "ClusterPropagationPolicy", false);
    public static final ApiType OVERRIDES =
            new ApiType("policy.karmada.io", "v1alpha1", "overridepolicies", "OverridePolicy", true);
    public static final ApiType CLUSTER_OVERRIDES =
            new ApiType("policy.karmada.io", "v1alpha1", "clusteroverridepolicies", "ClusterOverridePolicy", false);
    public static final ApiType PRIORITY_CLASSES =
            new ApiType("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false);

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As in {@code deployments.apps}. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Of the whole cluster. */
    String collection() {
        return (group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version) + "/" + plural;
    }

    /** @param namespace ignored by a type that has none */
    String collection(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespaced ? root + "/namespaces/" + namespace + "/" + plural : root + "/" + plural;
    }
}
