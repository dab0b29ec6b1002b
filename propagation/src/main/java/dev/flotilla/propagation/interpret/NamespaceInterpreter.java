package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace's finalizers and phase are each cluster's own. */
final class NamespaceInterpreter implements Interpreter {
    @Override
    public void prune(ObjectNode copy) {
        copy.remove("spec");
        Trees.drop(copy, "metadata", "labels", "kubernetes.io/metadata.name");
    }

    @Override
    public Health health(JsonNode live) {
        return live.path("status").path("phase").asString("Active").equals("Active")
                ? Health.HEALTHY
                : Health.UNHEALTHY;
    }
}
