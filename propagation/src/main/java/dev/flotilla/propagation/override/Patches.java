package dev.flotilla.propagation.override;

import dev.flotilla.api.patch.JsonPatch;
import dev.flotilla.api.policy.Overriders.Operator;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of RFC 6902, with failures in our words. Strict, as Karmada's overriders are: what is replaced must be
 * there, though a kube-apiserver's own JSON patch would add it.
 */
final class Patches {
    private Patches() {}

    static ObjectNode apply(
            String who, ObjectNode target, String path, @Nullable Operator operator, @Nullable JsonNode value)
            throws OverrideException {
        if (operator == null) {
            throw new OverrideException(who + ": operator is missing");
        }
        ArrayNode patch = ObjectJson.mapper().createArrayNode();
        ObjectNode operation = patch.addObject().put("op", operation(operator)).put("path", path);
        if (operator != Operator.REMOVE) {
            operation.set("value", value == null ? operation.nullNode() : value);
        }
        try {
            if (operator == Operator.REPLACE && target.at(path).isMissingNode()) {
                throw cannot(who, operator, path);
            }
            return JsonPatch.apply(target, patch);
        } catch (StatusException | IllegalArgumentException refused) {
            throw cannot(who, operator, path);
        }
    }

    private static OverrideException cannot(String who, Operator operator, String path) {
        return new OverrideException(who + ": cannot " + operation(operator) + " " + path
                + " in this manifest; check that the path exists there");
    }

    private static String operation(Operator operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }
}
