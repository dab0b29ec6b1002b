package dev.flotilla.simulator.node;

import dev.flotilla.simulator.object.Selector;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Whether a pod's required node affinity lets it go to a node. Preferences are not weighed. */
final class Affinity {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private Affinity() {}

    static boolean allows(JsonNode pod, String node, Map<String, String> labels) {
        JsonNode terms = pod.path("spec")
                .path("affinity")
                .path("nodeAffinity")
                .path(REQUIRED)
                .path("nodeSelectorTerms");
        if (terms.isMissingNode() || terms.isEmpty()) {
            return true;
        }
        for (JsonNode term : terms) {
            if (Selector.of(term).matches(labels) && fieldsMatch(term, node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fieldsMatch(JsonNode term, String node) {
        for (JsonNode field : term.path("matchFields")) {
            boolean named = false;
            for (JsonNode value : field.path("values")) {
                named |= value.asString("").equals(node);
            }
            if (named == "NotIn".equals(field.path("operator").asString(""))) {
                return false;
            }
        }
        return true;
    }
}
