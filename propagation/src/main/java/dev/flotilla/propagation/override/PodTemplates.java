package dev.flotilla.propagation.override;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the containers of the kinds that run pods. */
final class PodTemplates {
    private PodTemplates() {}

    /** JSON pointer of the pod's spec; empty for a kind that runs no pods. */
    static Optional<String> specPath(ObjectNode manifest) {
        return switch (manifest.path("kind").asString("")) {
            case "Pod" -> Optional.of("/spec");
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job" -> Optional.of("/spec/template/spec");
            default -> Optional.empty();
        };
    }

    /** The containers themselves, init containers not among them; empty for a kind that runs no pods. */
    static Optional<ArrayNode> containers(ObjectNode manifest) {
        JsonNode found = specPath(manifest)
                .map(path -> manifest.at(path + "/containers"))
                .orElseGet(() -> manifest.path("none"));
        return found instanceof ArrayNode containers ? Optional.of(containers) : Optional.empty();
    }
}
