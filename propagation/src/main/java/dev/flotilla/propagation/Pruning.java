package dev.flotilla.propagation;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes out of a copy what the hub's API or its controllers put into the template. */
final class Pruning {
    private static final List<String> METADATA = List.of(
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "managedFields",
            "resourceVersion",
            "selfLink",
            "uid",
            "ownerReferences",
            "finalizers");
    private static final List<String> CLAIMS =
            List.of("propagationpolicy.karmada.io/", "clusterpropagationpolicy.karmada.io/");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Pruning() {}

    static void prune(ObjectNode copy) {
        copy.remove("status");
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(METADATA);
            withoutClaims(metadata, "labels");
            withoutClaims(metadata, "annotations");
        }
    }

    private static void withoutClaims(ObjectNode metadata, String field) {
        JsonNode all = metadata.path(field);
        if (all instanceof ObjectNode entries) {
            List<String> claims = entries.propertyNames().stream()
                    .filter(key -> key.equals(LAST_APPLIED) || CLAIMS.stream().anyMatch(key::startsWith))
                    .toList();
            entries.remove(claims);
            if (entries.isEmpty()) {
                metadata.remove(field);
            }
        }
    }
}
