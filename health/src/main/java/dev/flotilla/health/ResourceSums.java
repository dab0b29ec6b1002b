package dev.flotilla.health;

import dev.flotilla.api.schema.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds up resource lists, as {@code {cpu: 500m, memory: 1Gi}}. Belongs to one computation; not thread-safe. */
final class ResourceSums {
    private static final String PODS = "pods";

    private final Map<String, Quantity> sums = new TreeMap<>();

    void add(JsonNode resources) {
        resources
                .properties()
                .forEach(entry ->
                        add(entry.getKey(), Quantity.parse(entry.getValue().asString())));
    }

    void addPod() {
        add(PODS, Quantity.parse("1"));
    }

    /**
     * What a pod asks for: the sum over its containers and sidecars, or its largest init container (with the sidecars
     * that run by then) where that is more, and its overhead.
     */
    static ResourceSums requestsOf(JsonNode pod) {
        ResourceSums requests = new ResourceSums();
        for (JsonNode container : pod.path("spec").path("containers")) {
            requests.add(container.path("resources").path("requests"));
        }
        ResourceSums sidecars = new ResourceSums();
        List<ResourceSums> starts = new ArrayList<>();
        for (JsonNode init : pod.path("spec").path("initContainers")) {
            JsonNode asked = init.path("resources").path("requests");
            if (init.path("restartPolicy").asString("").equals("Always")) {
                sidecars.add(asked);
                requests.add(asked);
            } else {
                ResourceSums start = new ResourceSums();
                start.add(asked);
                start.addAll(sidecars);
                starts.add(start);
            }
        }
        starts.forEach(start -> start.sums.forEach(requests::atLeast));
        requests.add(pod.path("spec").path("overhead"));
        return requests;
    }

    Map<String, Quantity> amounts() {
        return new TreeMap<>(sums);
    }

    /** What is left of these, by resource, when the others are taken off; not less than nothing. */
    Map<String, Quantity> less(ResourceSums others) {
        Map<String, Quantity> left = new TreeMap<>(sums);
        left.replaceAll((name, has) -> {
            BigDecimal taken =
                    others.sums.containsKey(name) ? others.sums.get(name).value() : BigDecimal.ZERO;
            return new Quantity(has.value().subtract(taken).max(BigDecimal.ZERO), has.format(), Optional.empty());
        });
        return left;
    }

    void addAll(ResourceSums others) {
        others.sums.forEach(this::add);
    }

    void writeTo(ObjectNode object) {
        sums.forEach((name, quantity) -> object.put(name, quantity.canonical()));
    }

    private void add(String name, Quantity quantity) {
        sums.merge(name, quantity, (a, b) -> new Quantity(a.value().add(b.value()), a.format(), Optional.empty()));
    }

    private void atLeast(String name, Quantity quantity) {
        sums.merge(name, quantity, (a, b) -> a.value().compareTo(b.value()) >= 0 ? a : b);
    }

    /** Whether another sum differs from this one by more than a share of it, in any resource. */
    static boolean differ(JsonNode before, JsonNode after, double share) {
        if (before.size() != after.size()) {
            return true;
        }
        return after.properties().stream().anyMatch(entry -> {
            String old = before.path(entry.getKey()).asString("");
            if (old.isEmpty()) {
                return true;
            }
            BigDecimal was = Quantity.parse(old).value();
            BigDecimal is = Quantity.parse(entry.getValue().asString()).value();
            BigDecimal allowed = was.abs().multiply(BigDecimal.valueOf(share));
            return is.subtract(was).abs().compareTo(allowed) > 0;
        });
    }
}
