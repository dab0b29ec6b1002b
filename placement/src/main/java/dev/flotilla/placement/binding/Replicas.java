package dev.flotilla.placement.binding;

import dev.flotilla.api.schema.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many replicas a template wants, and what one of them needs of a node.
 *
 * @param requirements as a binding's {@code replicaRequirements}; empty if it needs nothing in particular
 */
record Replicas(int count, Optional<ObjectNode> requirements) {
    private static final String TEMPLATE = "/spec/template/spec";

    /** Reads the kinds that have replicas by themselves; empty for every other kind. */
    static Optional<Replicas> of(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        JsonNode spec = object.path("spec");
        return switch (apiVersion + "/" + object.path("kind").asString("")) {
            case "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet" ->
                Optional.of(read(object, spec.path("replicas").asInt(1), object.at(TEMPLATE)));
            case "batch/v1/Job" -> Optional.of(read(object, ofJob(spec), object.at(TEMPLATE)));
            case "v1/Pod" -> Optional.of(read(object, 1, spec));
            default -> Optional.empty();
        };
    }

    private static int ofJob(JsonNode spec) {
        int parallelism = spec.path("parallelism").asInt(1);
        return Math.min(parallelism, spec.path("completions").asInt(parallelism));
    }

    private static Replicas read(ObjectNode object, int count, JsonNode pod) {
        ObjectNode requirements = object.objectNode();
        ObjectNode claim = object.objectNode();
        copy(
                pod.at("/affinity/nodeAffinity"),
                "requiredDuringSchedulingIgnoredDuringExecution",
                claim,
                "hardNodeAffinity");
        copy(pod, "nodeSelector", claim, "nodeSelector");
        copy(pod, "tolerations", claim, "tolerations");
        if (!claim.isEmpty()) {
            requirements.set("nodeClaim", claim);
        }
        Map<String, BigDecimal> requests = requests(pod);
        if (!requests.isEmpty()) {
            ObjectNode amounts = requirements.putObject("resourceRequest");
            requests.forEach((resource, amount) -> amounts.put(resource, text(resource, amount)));
        }
        copy(pod, "priorityClassName", requirements, "priorityClassName");
        if (!requirements.isEmpty() && !object.at("/metadata/namespace").isMissingNode()) {
            requirements.put("namespace", object.at("/metadata/namespace").asString(""));
        }
        return new Replicas(count, Optional.of(requirements).filter(some -> !some.isEmpty()));
    }

    private static void copy(JsonNode from, String field, ObjectNode into, String as) {
        JsonNode value = from.path(field);
        boolean filled = value.isContainer() ? !value.isEmpty() : value.isString();
        if (filled) {
            into.set(as, value.deepCopy());
        }
    }

    /** What the pod asks of a node: containers run together, init containers one after another before them. */
    private static Map<String, BigDecimal> requests(JsonNode pod) {
        Map<String, BigDecimal> sum = new TreeMap<>();
        for (JsonNode container : pod.path("containers")) {
            ofContainer(container).forEach((resource, amount) -> sum.merge(resource, amount, BigDecimal::add));
        }
        for (JsonNode container : pod.path("initContainers")) {
            boolean sidecar = container.path("restartPolicy").asString("").equals("Always");
            ofContainer(container)
                    .forEach((resource, amount) ->
                            sum.merge(resource, amount, sidecar ? BigDecimal::add : BigDecimal::max));
        }
        amounts(pod.path("overhead")).forEach((resource, amount) -> sum.merge(resource, amount, BigDecimal::add));
        return sum;
    }

    /** Its requests, and where it has none its limits, which Kubernetes takes for requests. */
    private static Map<String, BigDecimal> ofContainer(JsonNode container) {
        Map<String, BigDecimal> amounts = amounts(container.at("/resources/limits"));
        amounts.putAll(amounts(container.at("/resources/requests")));
        return amounts;
    }

    private static Map<String, BigDecimal> amounts(JsonNode node) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        node.properties()
                .forEach(entry ->
                        parse(entry.getValue().asString("")).ifPresent(amount -> amounts.put(entry.getKey(), amount)));
        return amounts;
    }

    private static Optional<BigDecimal> parse(String text) {
        try {
            return Optional.of(Quantity.parse(text).value());
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static String text(String resource, BigDecimal amount) {
        boolean bytes = resource.equals("memory") || resource.contains("storage") || resource.startsWith("hugepages-");
        Quantity.Format format = bytes ? Quantity.Format.BINARY_SI : Quantity.Format.DECIMAL_SI;
        return new Quantity(amount, format, Optional.empty()).canonical();
    }
}
