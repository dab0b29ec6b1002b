package dev.flotilla.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the hub's GlobalTrafficPolicies: which site gets which share, and why. */
public final class TrafficView {
    private static final String GROUP = "/apis/traffic.flotilla.dev/v1alpha1";
    private static final String PLURAL = "globaltrafficpolicies";

    private final KubeClient hub;

    public TrafficView(KubeClient hub) {
        this.hub = hub;
    }

    /**
     * One policy.
     *
     * @param troubles its conditions that are not as they should be, as {@code Type: message}
     */
    public record Policy(
            String namespace,
            String name,
            List<String> hostnames,
            String strategy,
            long revision,
            int scale,
            boolean converged,
            List<String> troubles,
            List<Site> sites) {}

    public record Site(
            String cluster,
            String region,
            String health,
            int readyReplicas,
            int target,
            int weight,
            String reason,
            String since) {}

    public List<Policy> policies() {
        return hub.get(GROUP + "/" + PLURAL).map(list -> list.path("items").valueStream()).stream()
                .flatMap(items -> items)
                .map(TrafficView::policy)
                .toList();
    }

    public Optional<Policy> policy(String namespace, String name) {
        return hub.get(GROUP + "/namespaces/" + namespace + "/" + PLURAL + "/" + name)
                .map(TrafficView::policy);
    }

    private static Policy policy(JsonNode object) {
        JsonNode status = object.path("status");
        List<Site> sites = new ArrayList<>();
        for (JsonNode site : status.path("effective")) {
            sites.add(new Site(
                    site.path("cluster").asString(""),
                    site.path("region").asString(""),
                    site.path("health").asString(""),
                    site.path("readyReplicas").asInt(0),
                    site.path("target").asInt(0),
                    site.path("weight").asInt(0),
                    site.path("reason").asString(""),
                    site.path("since").asString("")));
        }
        return new Policy(
                object.at("/metadata/namespace").asString(""),
                object.at("/metadata/name").asString(""),
                object.at("/spec/hostnames")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList(),
                object.at("/spec/strategy/type").asString(""),
                status.path("revision").asLong(0),
                status.path("scale").asInt(0),
                condition(status, "Converged", "True").isPresent(),
                troubles(status),
                sites);
    }

    private static List<String> troubles(JsonNode status) {
        List<String> troubles = new ArrayList<>();
        condition(status, "Accepted", "False").ifPresent(each -> troubles.add(told("not accepted", each)));
        condition(status, "Programmed", "False").ifPresent(each -> troubles.add(told("not published", each)));
        condition(status, "Degraded", "True").ifPresent(each -> troubles.add(told("degraded", each)));
        if (status.path("conditions").isEmpty()) {
            troubles.add("the hub has not looked at it yet");
        }
        return troubles;
    }

    private static String told(String what, JsonNode condition) {
        return what + ": " + condition.path("message").asString("");
    }

    private static Optional<JsonNode> condition(JsonNode status, String type, String value) {
        return status.path("conditions")
                .valueStream()
                .filter(each -> each.path("type").asString("").equals(type)
                        && each.path("status").asString("").equals(value))
                .findFirst();
    }
}
