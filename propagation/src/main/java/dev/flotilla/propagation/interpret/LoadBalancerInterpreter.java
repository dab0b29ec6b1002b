package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Services and Ingresses: what matters of them is where a load balancer lets traffic in. */
final class LoadBalancerInterpreter implements Interpreter {
    private final boolean service;

    LoadBalancerInterpreter(boolean service) {
        this.service = service;
    }

    /** Addresses are the member's to give; ports on nodes too. */
    @Override
    public void prune(ObjectNode copy) {
        if (!service || !(copy.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (!spec.path("clusterIP").asString("").equals("None")) {
            spec.remove("clusterIP");
            spec.remove("clusterIPs");
        }
        spec.remove("healthCheckNodePort");
    }

    @Override
    public Health health(JsonNode live) {
        boolean waits = service ? balances(live) : true;
        return waits && ingress(live.path("status")).isEmpty() ? Health.UNHEALTHY : Health.HEALTHY;
    }

    @Override
    public @Nullable JsonNode reflect(JsonNode live) {
        JsonNode balancer = live.path("status").path("loadBalancer");
        if ((service && !balances(live)) || !balancer.isObject()) {
            return null;
        }
        ObjectNode status = Trees.empty();
        status.set("loadBalancer", balancer.deepCopy());
        return status;
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        if (service && !balances(template)) {
            return Optional.empty();
        }
        TreeMap<String, JsonNode> distinct = new TreeMap<>(Comparator.naturalOrder());
        items.forEach(item -> ingress(item.status()).forEach(each -> distinct.putIfAbsent(each.toString(), each)));
        ObjectNode status = Trees.empty();
        ObjectNode balancer = status.putObject("loadBalancer");
        if (!distinct.isEmpty()) {
            ArrayNode all = balancer.putArray("ingress");
            distinct.values().forEach(each -> all.add(each.deepCopy()));
        }
        return Optional.of(status);
    }

    private static boolean balances(JsonNode object) {
        return object.path("spec").path("type").asString("").equals("LoadBalancer");
    }

    private static JsonNode ingress(JsonNode status) {
        return status.path("loadBalancer").path("ingress");
    }
}
