package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A CustomResourceDefinition is of use once its member serves it. */
final class DefinitionInterpreter implements Interpreter {
    @Override
    public Health health(JsonNode live) {
        return Trees.conditionTrue(live.path("status"), "Established") ? Health.HEALTHY : Health.UNHEALTHY;
    }

    @Override
    public @Nullable JsonNode reflect(JsonNode live) {
        return null;
    }
}
