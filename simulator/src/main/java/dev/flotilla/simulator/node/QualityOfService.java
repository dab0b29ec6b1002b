package dev.flotilla.simulator.node;

import tools.jackson.databind.JsonNode;

/** The class of service that a pod's requests and limits put it in. */
final class QualityOfService {
    private QualityOfService() {}

    static String of(JsonNode pod) {
        boolean any = false;
        boolean all = true;
        for (JsonNode container : pod.path("spec").path("containers")) {
            JsonNode limits = container.path("resources").path("limits");
            JsonNode requests = container.path("resources").path("requests");
            any |= !limits.isEmpty() || !requests.isEmpty();
            all &= equal(limits, requests, "cpu") && equal(limits, requests, "memory");
        }
        if (!any) {
            return "BestEffort";
        }
        return all ? "Guaranteed" : "Burstable";
    }

    private static boolean equal(JsonNode limits, JsonNode requests, String resource) {
        return limits.has(resource)
                && (!requests.has(resource) || limits.path(resource).equals(requests.path(resource)));
    }
}
