package dev.flotilla.apiserver.table;

import static dev.flotilla.apiserver.table.Cells.NONE;
import static dev.flotilla.apiserver.table.Cells.age;
import static dev.flotilla.apiserver.table.Cells.at;
import static dev.flotilla.apiserver.table.Cells.joined;
import static dev.flotilla.apiserver.table.Cells.name;
import static dev.flotilla.apiserver.table.Cells.or;
import static dev.flotilla.apiserver.table.Cells.pairs;
import static dev.flotilla.apiserver.table.Cells.row;
import static dev.flotilla.apiserver.table.Cells.selector;
import static dev.flotilla.apiserver.table.Cells.text;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of how traffic finds pods. */
final class NetworkRows {
    static final Map<String, TablePrinter.Row> ALL = Map.of(
            "services", NetworkRows::service,
            "ingresses.networking.k8s.io", NetworkRows::ingress,
            "networkpolicies.networking.k8s.io", NetworkRows::policy,
            "endpoints", NetworkRows::endpoints,
            "endpointslices.discovery.k8s.io", NetworkRows::endpointSlice);

    private static final int ENDPOINTS_SHOWN_MAX = 3;

    private NetworkRows() {}

    private static List<JsonNode> service(ObjectNode object, Instant now) {
        return row(
                name(object),
                text(object, "spec.type"),
                or(text(object, "spec.clusterIP"), NONE),
                externalAddress(object),
                or(joined(at(object, "spec.ports"), NetworkRows::port), NONE),
                age(object, now),
                pairs(at(object, "spec.selector")));
    }

    private static String externalAddress(ObjectNode service) {
        String external = joined(at(service, "spec.externalIPs"), each -> each.asString(""));
        return switch (text(service, "spec.type")) {
            case "LoadBalancer" -> {
                String balancer = addresses(at(service, "status.loadBalancer.ingress"));
                String all = Stream.of(balancer, external)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining(","));
                yield or(all, "<pending>");
            }
            case "ExternalName" -> text(service, "spec.externalName");
            default -> or(external, NONE);
        };
    }

    private static String addresses(JsonNode ingress) {
        return joined(ingress, each -> or(text(each, "ip"), text(each, "hostname")));
    }

    private static String port(JsonNode port) {
        String node = text(port, "nodePort");
        return text(port, "port") + (node.isEmpty() || node.equals("0") ? "" : ":" + node) + "/"
                + or(text(port, "protocol"), "TCP");
    }

    private static List<JsonNode> ingress(ObjectNode object, Instant now) {
        String hosts = joined(at(object, "spec.rules"), rule -> or(text(rule, "host"), "*"));
        return row(
                name(object),
                or(text(object, "spec.ingressClassName"), NONE),
                or(hosts, "*"),
                addresses(at(object, "status.loadBalancer.ingress")),
                at(object, "spec.tls").isEmpty() ? "80" : "80, 443",
                age(object, now));
    }

    private static List<JsonNode> policy(ObjectNode object, Instant now) {
        return row(name(object), selector(at(object, "spec.podSelector")), age(object, now));
    }

    private static List<JsonNode> endpoints(ObjectNode object, Instant now) {
        List<String> all = object.path("subsets")
                .valueStream()
                .flatMap(
                        subset -> subset.path("addresses").valueStream().flatMap(address -> reachable(address, subset)))
                .toList();
        return row(name(object), shortened(all), age(object, now));
    }

    private static Stream<String> reachable(JsonNode address, JsonNode subset) {
        return subset.path("ports").isEmpty()
                ? Stream.of(text(address, "ip"))
                : subset.path("ports").valueStream().map(port -> text(address, "ip") + ":" + text(port, "port"));
    }

    private static List<JsonNode> endpointSlice(ObjectNode object, Instant now) {
        List<String> ports = object.path("ports")
                .valueStream()
                .map(port -> text(port, "port"))
                .toList();
        List<String> addresses = object.path("endpoints")
                .valueStream()
                .flatMap(each -> each.path("addresses").valueStream())
                .map(each -> each.asString(""))
                .toList();
        return row(
                name(object),
                text(object, "addressType"),
                ports.isEmpty() ? "<unset>" : shortened(ports),
                addresses.isEmpty() ? "<unset>" : shortened(addresses),
                age(object, now));
    }

    private static String shortened(List<String> all) {
        if (all.isEmpty()) {
            return NONE;
        }
        String shown = String.join(",", all.subList(0, Math.min(ENDPOINTS_SHOWN_MAX, all.size())));
        int left = all.size() - ENDPOINTS_SHOWN_MAX;
        return left > 0 ? shown + " + " + left + " more..." : shown;
    }
}
