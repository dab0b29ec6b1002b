package dev.flotilla.simulator.node;

import tools.jackson.databind.JsonNode;

/** Whether a pod may go to a node in spite of the node's taints. */
public final class Taints {
    private Taints() {}

    /** @param nodeSpec the node's spec; taints that only prefer do not count */
    public static boolean tolerated(JsonNode nodeSpec, JsonNode pod) {
        for (JsonNode taint : nodeSpec.path("taints")) {
            boolean binds = !"PreferNoSchedule".equals(taint.path("effect").asString(""));
            if (binds && !tolerates(pod.path("spec").path("tolerations"), taint)) {
                return false;
            }
        }
        return true;
    }

    private static boolean tolerates(JsonNode tolerations, JsonNode taint) {
        for (JsonNode each : tolerations) {
            String key = each.path("key").asString("");
            String effect = each.path("effect").asString("");
            boolean anyValue = "Exists".equals(each.path("operator").asString("Equal"));
            if ((effect.isEmpty() || effect.equals(taint.path("effect").asString("")))
                    && (key.isEmpty() ? anyValue : key.equals(taint.path("key").asString("")))
                    && (anyValue
                            || each.path("value")
                                    .asString("")
                                    .equals(taint.path("value").asString("")))) {
                return true;
            }
        }
        return false;
    }
}
