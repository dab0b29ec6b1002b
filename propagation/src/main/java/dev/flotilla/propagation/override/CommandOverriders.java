package dev.flotilla.propagation.override;

import dev.flotilla.api.policy.Overriders.CommandArgsOverrider;
import dev.flotilla.api.policy.Overriders.Operator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes the command or the arguments of the containers of one name: add appends, remove drops every equal string. */
final class CommandOverriders {
    private CommandOverriders() {}

    /** @param field {@code command} or {@code args} */
    static void apply(ObjectNode manifest, String field, CommandArgsOverrider overrider) throws OverrideException {
        Operator operator = overrider.operator();
        if (operator == null || operator == Operator.REPLACE) {
            throw new OverrideException(field + "Overrider: operator must be add or remove");
        }
        Optional<ArrayNode> containers = PodTemplates.containers(manifest);
        if (containers.isEmpty()) {
            return;
        }
        for (JsonNode each : containers.get()) {
            ObjectNode container = (ObjectNode) each;
            if (!container.path("name").asString("").equals(overrider.containerName())) {
                continue;
            }
            if (operator == Operator.ADD) {
                ArrayNode list = container.withArray(field);
                overrider.value().forEach(list::add);
            } else if (container.path(field) instanceof ArrayNode list) {
                list.removeIf(value -> overrider.value().contains(value.asString("")));
            }
        }
    }
}
