package dev.flotilla.api.traffic;

import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.schema.PrinterColumn;
import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Optional;

/** The kinds of this package: the policy, and what ExternalDNS reads. */
public final class TrafficKinds {
    public static final String GROUP = "traffic.flotilla.dev";
    public static final GroupResource GLOBAL_TRAFFIC_POLICY = new GroupResource(GROUP, "globaltrafficpolicies");
    public static final GroupResource DNS_ENDPOINT = new GroupResource("externaldns.k8s.io", "dnsendpoints");

    private static final List<PrinterColumn> POLICY_COLUMNS = List.of(
            Kind.column("HOSTNAMES", ".spec.hostnames"),
            Kind.column("STRATEGY", ".spec.strategy.type"),
            Kind.column("WEIGHTS", ".status.weights"),
            Kind.column("CONVERGED", ".status.conditions[?(@.type==\"Converged\")].status"),
            Kind.AGE);
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    GROUP,
                    "v1alpha1",
                    "GlobalTrafficPolicy",
                    GLOBAL_TRAFFIC_POLICY.resource(),
                    true,
                    List.of("gtp"),
                    POLICY_COLUMNS,
                    GlobalTrafficPolicySpec.class,
                    Optional.of(GlobalTrafficPolicyStatus.class)),
            new Kind(
                    DNS_ENDPOINT.group(),
                    "v1alpha1",
                    "DNSEndpoint",
                    DNS_ENDPOINT.resource(),
                    true,
                    List.of(),
                    List.of(Kind.AGE),
                    DnsEndpointSpec.class,
                    Optional.of(DnsEndpointStatus.class)));

    private TrafficKinds() {}

    public static List<Kind> kinds() {
        return KINDS;
    }
}
