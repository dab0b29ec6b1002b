package dev.flotilla.traffic;

import dev.flotilla.api.traffic.DnsEndpointSpec;
import dev.flotilla.api.traffic.DnsEndpointSpec.Endpoint;
import dev.flotilla.api.traffic.DnsEndpointSpec.Property;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes weights as the records that ExternalDNS keeps: for each host name and site one set, told apart by the
 * cluster's name. A site without weight has no record: what providers make of a weight of 0 differs, and some answer
 * with it once all others are gone.
 *
 * @param problem why the weights are not, or not wholly, in the records; empty if they are
 */
record DnsRecords(DnsEndpointSpec spec, Optional<String> problem) {

    /** @param addresses of each site, by cluster */
    static DnsRecords of(
            GlobalTrafficPolicySpec policy,
            List<GlobalTrafficPolicyStatus.Site> sites,
            Map<String, List<String>> addresses) {
        List<Endpoint> endpoints = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (GlobalTrafficPolicyStatus.Site site : sites) {
            if (site.weight() == 0) {
                continue;
            }
            List<String> own = addresses.getOrDefault(site.cluster(), List.of());
            if (own.isEmpty()) {
                without.add(site.cluster());
            }
            for (String hostname : policy.hostnames()) {
                records(policy, hostname, site, own, endpoints);
            }
        }
        return new DnsRecords(new DnsEndpointSpec(endpoints), problem(without, endpoints));
    }

    private static void records(
            GlobalTrafficPolicySpec policy,
            String hostname,
            GlobalTrafficPolicyStatus.Site site,
            List<String> addresses,
            List<Endpoint> into) {
        List<String> v4 = addresses.stream().filter(DnsRecords::isV4).toList();
        List<String> v6 =
                addresses.stream().filter(address -> address.indexOf(':') >= 0).toList();
        if (!v4.isEmpty()) {
            into.add(endpoint(policy, hostname, site, "A", v4));
        }
        if (!v6.isEmpty()) {
            into.add(endpoint(policy, hostname, site, "AAAA", v6));
        }
        if (v4.isEmpty() && v6.isEmpty() && !addresses.isEmpty()) {
            into.add(endpoint(policy, hostname, site, "CNAME", addresses.subList(0, 1)));
        }
    }

    private static Endpoint endpoint(
            GlobalTrafficPolicySpec policy,
            String hostname,
            GlobalTrafficPolicyStatus.Site site,
            String type,
            List<String> targets) {
        Property weight = new Property(policy.publishing().property(), Integer.toString(site.weight()));
        return new Endpoint(
                hostname,
                targets,
                type,
                site.cluster(),
                (long) policy.publishing().ttl(),
                Map.of(),
                List.of(weight));
    }

    private static boolean isV4(String address) {
        return address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static Optional<String> problem(List<String> without, List<Endpoint> endpoints) {
        if (!without.isEmpty()) {
            return Optional.of("no address is known in " + String.join(", ", without)
                    + "; the Services of the backends must be of type LoadBalancer and have one");
        }
        Set<String> types = new TreeSet<>();
        endpoints.forEach(endpoint -> types.add(endpoint.recordType()));
        return types.contains("CNAME") && types.size() > 1
                ? Optional.of("some sites have IP addresses and others a host name, which DNS does not let stand under"
                        + " one name; give all of them the same kind")
                : Optional.empty();
    }
}
