package dev.flotilla.api.naming;

/** Labels, annotations and finalizers, as they are spelled in objects. */
public final class Marks {
    public static final String POLICY_ID = "propagationpolicy.karmada.io/permanent-id";
    public static final String POLICY_NAMESPACE = "propagationpolicy.karmada.io/namespace";
    public static final String POLICY_NAME = "propagationpolicy.karmada.io/name";
    public static final String CLUSTER_POLICY_ID = "clusterpropagationpolicy.karmada.io/permanent-id";
    public static final String CLUSTER_POLICY_NAME = "clusterpropagationpolicy.karmada.io/name";
    public static final String BINDING_ID = "resourcebinding.karmada.io/permanent-id";
    public static final String BINDING_NAMESPACE = "resourcebinding.karmada.io/namespace";
    public static final String BINDING_NAME = "resourcebinding.karmada.io/name";
    public static final String CLUSTER_BINDING_ID = "clusterresourcebinding.karmada.io/permanent-id";
    public static final String CLUSTER_BINDING_NAME = "clusterresourcebinding.karmada.io/name";
    public static final String WORK_ID = "work.karmada.io/permanent-id";
    public static final String WORK_NAMESPACE = "work.karmada.io/namespace";
    public static final String WORK_NAME = "work.karmada.io/name";
    public static final String CONFLICT_RESOLUTION = "work.karmada.io/conflict-resolution";
    public static final String MANAGED = "karmada.io/managed";
    public static final String SYSTEM = "karmada.io/system";
    public static final String TEMPLATE_UID = "resourcetemplate.karmada.io/uid";
    public static final String TEMPLATE_GENERATION = "resourcetemplate.karmada.io/generation";
    public static final String RETAIN_REPLICAS = "resourcetemplate.karmada.io/retain-replicas";
    public static final String DELETION_PROTECTED = "resourcetemplate.karmada.io/deletion-protected";
    public static final String APPLIED_PLACEMENT = "policy.karmada.io/applied-placement";
    public static final String APPLIED_OVERRIDES = "policy.karmada.io/applied-overrides";
    public static final String APPLIED_CLUSTER_OVERRIDES = "policy.karmada.io/applied-cluster-overrides";
    public static final String SKIP_AUTO_PROPAGATION = "namespace.karmada.io/skip-auto-propagation";
    public static final String POLICY_FINALIZER = "karmada.io/propagation-policy-controller";
    public static final String CLUSTER_POLICY_FINALIZER = "karmada.io/cluster-propagation-policy-controller";
    public static final String CLUSTER_FINALIZER = "karmada.io/cluster-controller";

    /** On a binding: some member may still hold a copy. */
    public static final String REMOVAL_FINALIZER = "flotilla.dev/removal";
    /** On every object in a member: the hub that put it there. */
    public static final String HUB = "flotilla.dev/hub";
    /** On a member's object: the hash of what was rendered. */
    public static final String HASH = "flotilla.dev/hash";
    /** On a member's object: the newest resourceVersion among what it was rendered from. */
    public static final String INPUT_VERSION = "flotilla.dev/input-version";

    /** On a member's object: whose copy it is, as {@code ObjectKey.path()} of the binding. */
    public static final String BINDING = "flotilla.dev/binding";

    /** On a Cluster: the FailoverRun that has it treated as lost; nothing is sent to it meanwhile. */
    public static final String SIMULATED_LOSS = "dr.flotilla.dev/simulated-loss";

    /** On a Cluster: the FailoverRun that will bring workloads back to it; until then nothing is removed from it. */
    public static final String RETURNING = "dr.flotilla.dev/returning";

    /** On a binding: where the workload was before it was evicted, and where that took it. */
    public static final String BEFORE_EVICTION = "dr.flotilla.dev/before-eviction";

    /** On a policy: what it asks of the scheduler beyond Karmada's language, as JSON. */
    public static final String SCHEDULING = "fleet.flotilla.dev/scheduling";

    /** Annotation of a Cluster: its labels as they were last seen, and since when, as JSON. */
    public static final String LABELS_SINCE = "fleet.flotilla.dev/labels-since";

    /** On a member's ResourceQuota: the FederatedResourceQuota that it is a share of. */
    public static final String QUOTA_NAMESPACE = "federatedresourcequota.karmada.io/namespace";

    public static final String QUOTA_NAME = "federatedresourcequota.karmada.io/name";

    /** Annotation of a binding: when its workload was last displaced by one of higher priority. */
    public static final String PREEMPTED_AT = "fleet.flotilla.dev/preempted-at";

    private Marks() {}
}
