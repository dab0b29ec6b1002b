package dev.flotilla.api.policy;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a placement means where it says nothing; fills it in. */
final class PolicyDefaults {
    private PolicyDefaults() {}

    static void placement(ObjectNode placement) {
        for (JsonNode constraint : placement.path("spreadConstraints")) {
            if (constraint instanceof ObjectNode fields) {
                spread(fields);
            }
        }
        if (placement.path("replicaScheduling") instanceof ObjectNode scheduling) {
            String type = scheduling.path("replicaSchedulingType").asString("Divided");
            boolean preferring =
                    !scheduling.path("replicaDivisionPreference").asString("").isEmpty();
            if (type.equals("Divided") && !preferring) {
                scheduling.put("replicaDivisionPreference", "Weighted");
            }
        }
    }

    private static void spread(ObjectNode constraint) {
        boolean byLabel = !constraint.path("spreadByLabel").asString("").isEmpty();
        boolean byField = !constraint.path("spreadByField").asString("").isEmpty();
        if (!byLabel && !byField) {
            constraint.put("spreadByField", "cluster");
        }
        if (constraint.path("minGroups").asInt(0) == 0) {
            constraint.put("minGroups", 1);
        }
    }
}
