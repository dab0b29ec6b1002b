package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A pod's quality of service, which follows from what its containers request and are limited to. */
enum PodQuality {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String label;

    PodQuality(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static PodQuality of(JsonNode podSpec) {
        Map<String, BigDecimal> requests = new HashMap<>();
        Map<String, BigDecimal> limits = new HashMap<>();
        boolean allLimited = true;
        for (JsonNode resources : resources(podSpec)) {
            add(resources.path("requests"), requests);
            allLimited &= add(resources.path("limits"), limits) == COUNTED.size();
        }
        if (requests.isEmpty() && limits.isEmpty()) {
            return BEST_EFFORT;
        }
        boolean equal = requests.size() == limits.size()
                && requests.entrySet().stream()
                        .allMatch(request ->
                                request.getValue().compareTo(limits.getOrDefault(request.getKey(), BigDecimal.ZERO))
                                        == 0);
        return allLimited && equal ? GUARANTEED : BURSTABLE;
    }

    private static List<JsonNode> resources(JsonNode podSpec) {
        if (podSpec.path("resources").isObject()) {
            return List.of(podSpec.path("resources"));
        }
        List<JsonNode> all = new ArrayList<>();
        podSpec.path("containers").forEach(container -> all.add(container.path("resources")));
        podSpec.path("initContainers").forEach(container -> all.add(container.path("resources")));
        return all;
    }

    /** @return how many of the counted resources there are */
    private static int add(JsonNode amounts, Map<String, BigDecimal> sums) {
        int found = 0;
        for (String name : COUNTED) {
            BigDecimal amount = amount(amounts.path(name).asString("0"));
            if (amount.signum() > 0) {
                sums.merge(name, amount, BigDecimal::add);
                found++;
            }
        }
        return found;
    }

    /** What is no quantity counts as nothing: validation refuses the pod. */
    private static BigDecimal amount(String text) {
        try {
            return Quantity.parse(text).value();
        } catch (IllegalArgumentException malformed) {
            return BigDecimal.ZERO;
        }
    }
}
