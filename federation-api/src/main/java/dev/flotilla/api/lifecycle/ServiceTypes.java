package dev.flotilla.api.lifecycle;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.ResourceType;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Service that changes its type leaves behind what the old type alone could use and nobody has touched in the same
 * write: that is how {@code LoadBalancer} becomes {@code ClusterIP} by naming nothing but the type.
 */
final class ServiceTypes {
    private static final Set<String> NODE_PORTS = Set.of("NodePort", "LoadBalancer");

    private ServiceTypes() {}

    /** Takes away, in place, what no longer applies. */
    static void settle(ResourceType type, ObjectNode old, ObjectNode object) {
        boolean service =
                type.builtIn() && type.group().isEmpty() && type.kind().equals("Service");
        if (!service || !(object.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        JsonNode before = old.path("spec");
        if (leaves(before, spec, kind -> !kind.equals("ExternalName"))) {
            List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")
                    .forEach(field -> drop(before, spec, field));
        }
        if (leaves(before, spec, NODE_PORTS::contains) && JsonTrees.same(nodePorts(before), nodePorts(spec))) {
            spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
        }
        if (leaves(before, spec, kind -> kind.equals("LoadBalancer"))) {
            List.of("healthCheckNodePort", "allocateLoadBalancerNodePorts", "loadBalancerClass")
                    .forEach(field -> drop(before, spec, field));
        }
        if (isExternal(before) && !isExternal(spec)) {
            drop(before, spec, "externalTrafficPolicy");
        }
        if (!kind(spec).equals("LoadBalancer") && object.get("status") instanceof ObjectNode status) {
            status.putObject("loadBalancer");
        }
    }

    private static boolean leaves(JsonNode before, JsonNode spec, Predicate<String> kinds) {
        return kinds.test(kind(before)) && !kinds.test(kind(spec));
    }

    private static boolean isExternal(JsonNode spec) {
        return NODE_PORTS.contains(kind(spec))
                || (kind(spec).equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
    }

    private static void drop(JsonNode before, ObjectNode spec, String field) {
        if (JsonTrees.same(before.path(field), spec.path(field))) {
            spec.remove(field);
        }
    }

    private static JsonNode nodePorts(JsonNode spec) {
        return spec.path("ports")
                .valueStream()
                .map(port -> port.path("nodePort"))
                .collect(
                        () -> tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode(),
                        (ports, port) -> ports.add(port.asInt(0)),
                        (one, other) -> one.addAll(other));
    }

    private static String kind(JsonNode spec) {
        return spec.path("type").asString("ClusterIP");
    }
}
