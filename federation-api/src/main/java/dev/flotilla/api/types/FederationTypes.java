package dev.flotilla.api.types;

import dev.flotilla.api.apps.AppsKinds;
import dev.flotilla.api.cluster.ClusterRules;
import dev.flotilla.api.cluster.ClusterSpec;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.dr.DrKinds;
import dev.flotilla.api.dr.DrillRules;
import dev.flotilla.api.dr.FailoverRunRules;
import dev.flotilla.api.fleet.FleetKinds;
import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.policy.FederatedResourceQuotaRules;
import dev.flotilla.api.policy.FederatedResourceQuotaSpec;
import dev.flotilla.api.policy.FederatedResourceQuotaStatus;
import dev.flotilla.api.policy.OverridePolicyRules;
import dev.flotilla.api.policy.OverrideSpec;
import dev.flotilla.api.policy.PropagationPolicyRules;
import dev.flotilla.api.policy.PropagationSpec;
import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.PrinterColumn;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.search.SearchKinds;
import dev.flotilla.api.traffic.GlobalTrafficPolicyRules;
import dev.flotilla.api.traffic.TrafficKinds;
import dev.flotilla.api.work.BindingRules;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.WorkSpec;
import dev.flotilla.api.work.WorkStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Every kind that Flotilla owns or adopts. */
public final class FederationTypes {
    private static final String POLICY = "policy.karmada.io";
    private static final String WORK = "work.karmada.io";
    private static final List<PrinterColumn> POLICY_COLUMNS = List.of(
            Kind.column("CONFLICT-RESOLUTION", ".spec.conflictResolution"),
            Kind.column("PRIORITY", ".spec.priority"),
            Kind.AGE);
    private static final List<PrinterColumn> BINDING_COLUMNS = List.of(
            Kind.column("SCHEDULED", ".status.conditions[?(@.type==\"Scheduled\")].status"),
            Kind.column("FULLYAPPLIED", ".status.conditions[?(@.type==\"FullyApplied\")].status"),
            Kind.AGE);
    private static final List<PrinterColumn> WORK_COLUMNS = List.of(
            Kind.column("WORKLOAD-KIND", ".spec.workload.manifests[*].kind"),
            Kind.column("APPLIED", ".status.conditions[?(@.type==\"Applied\")].status"),
            Kind.AGE);
    private static final List<PrinterColumn> CLUSTER_COLUMNS = List.of(
            Kind.column("VERSION", ".status.kubernetesVersion"),
            Kind.column("MODE", ".spec.syncMode"),
            Kind.column("READY", ".status.conditions[?(@.type==\"Ready\")].status"),
            Kind.AGE,
            Kind.wideColumn("ZONES", ".spec.zones"),
            Kind.wideColumn("REGION", ".spec.region"),
            Kind.wideColumn("PROVIDER", ".spec.provider"),
            Kind.wideColumn("APIENDPOINT", ".spec.apiEndpoint"),
            Kind.wideColumn("PROXYURL", ".spec.proxyURL"));
    private static final List<Kind> KARMADAS = List.of(
            policy("PropagationPolicy", "propagationpolicies", true, "pp", POLICY_COLUMNS, PropagationSpec.class),
            policy(
                    "ClusterPropagationPolicy",
                    "clusterpropagationpolicies",
                    false,
                    "cpp",
                    POLICY_COLUMNS,
                    PropagationSpec.class),
            policy("OverridePolicy", "overridepolicies", true, "op", List.of(), OverrideSpec.class),
            policy("ClusterOverridePolicy", "clusteroverridepolicies", false, "cop", List.of(), OverrideSpec.class),
            new Kind(
                    POLICY,
                    "v1alpha1",
                    "FederatedResourceQuota",
                    "federatedresourcequotas",
                    true,
                    List.of(),
                    List.of(
                            Kind.column("OVERALL", ".status.overall"),
                            Kind.column("OVERALL_USED", ".status.overallUsed")),
                    FederatedResourceQuotaSpec.class,
                    Optional.of(FederatedResourceQuotaStatus.class)),
            binding("ResourceBinding", "resourcebindings", true, "rb"),
            binding("ClusterResourceBinding", "clusterresourcebindings", false, "crb"),
            new Kind(
                    WORK,
                    "v1alpha1",
                    "Work",
                    "works",
                    true,
                    List.of("wk"),
                    WORK_COLUMNS,
                    WorkSpec.class,
                    Optional.of(WorkStatus.class)),
            new Kind(
                    "cluster.karmada.io",
                    "v1alpha1",
                    "Cluster",
                    "clusters",
                    false,
                    List.of(),
                    CLUSTER_COLUMNS,
                    ClusterSpec.class,
                    Optional.of(ClusterStatus.class)));
    private static final List<Kind> KINDS = Stream.of(
                    KARMADAS,
                    AppsKinds.kinds(),
                    SearchKinds.kinds(),
                    DrKinds.kinds(),
                    TrafficKinds.kinds(),
                    FleetKinds.kinds())
            .flatMap(List::stream)
            .toList();
    private static final Map<String, KindRules> RULES = Map.ofEntries(
            Map.entry("PropagationPolicy", PropagationPolicyRules.NAMESPACED),
            Map.entry("ClusterPropagationPolicy", PropagationPolicyRules.CLUSTER),
            Map.entry("OverridePolicy", OverridePolicyRules.NAMESPACED),
            Map.entry("ClusterOverridePolicy", OverridePolicyRules.CLUSTER),
            Map.entry("FederatedResourceQuota", FederatedResourceQuotaRules.RULES),
            Map.entry("ResourceBinding", BindingRules.RULES),
            Map.entry("ClusterResourceBinding", BindingRules.RULES),
            Map.entry("Cluster", ClusterRules.RULES),
            Map.entry("DisasterRecoveryDrill", DrillRules.RULES),
            Map.entry("FailoverRun", FailoverRunRules.RULES),
            Map.entry("GlobalTrafficPolicy", GlobalTrafficPolicyRules.RULES));

    private FederationTypes() {}

    public static List<Kind> kinds() {
        return KINDS;
    }

    /** Each kind's CustomResourceDefinition; fresh trees. */
    public static List<ObjectNode> customResourceDefinitions() {
        return KINDS.stream().map(Kind::definition).toList();
    }

    /** Each kind as a server's catalog takes it. */
    public static List<CustomDefinition> definitions() {
        return customResourceDefinitions().stream()
                .flatMap(definition -> CustomDefinition.of(definition).stream())
                .toList();
    }

    public static List<ResourceType> all() {
        return definitions().stream().map(CustomDefinition::type).toList();
    }

    /** What a kind demands beyond its schema; {@link KindRules#NONE} for kinds that are not ours. */
    public static KindRules rules(ResourceType type) {
        boolean ours = KINDS.stream()
                .anyMatch(
                        kind -> kind.group().equals(type.group()) && kind.kind().equals(type.kind()));
        return ours ? RULES.getOrDefault(type.kind(), KindRules.NONE) : KindRules.NONE;
    }

    private static Kind policy(
            String kind,
            String plural,
            boolean namespaced,
            String shortName,
            List<PrinterColumn> columns,
            Class<? extends Record> spec) {
        return new Kind(
                POLICY, "v1alpha1", kind, plural, namespaced, List.of(shortName), columns, spec, Optional.empty());
    }

    private static Kind binding(String kind, String plural, boolean namespaced, String shortName) {
        return new Kind(
                WORK,
                "v1alpha2",
                kind,
                plural,
                namespaced,
                List.of(shortName),
                BINDING_COLUMNS,
                BindingSpec.class,
                Optional.of(BindingStatus.class));
    }
}
