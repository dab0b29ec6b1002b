package dev.flotilla.api.dr;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A spec that stays as it was created, but for {@code abort}, which can be set and not taken back. */
final class Fixed {
    private static final String ABORT = "abort";

    private Fixed() {}

    static void check(ObjectNode object, Optional<ObjectNode> old, List<FieldError> errors) {
        old.ifPresent(before -> check(before.path("spec"), object.path("spec"), errors));
    }

    private static void check(JsonNode before, JsonNode now, List<FieldError> errors) {
        if (!withoutAbort(before).equals(withoutAbort(now))) {
            errors.add(FieldError.forbidden(
                    "spec", "it may not be changed once created, but for abort; create another under a new name"));
        }
        if (before.path(ABORT).asBoolean(false) && !now.path(ABORT).asBoolean(false)) {
            errors.add(FieldError.forbidden("spec.abort", "it can not be taken back"));
        }
    }

    private static ObjectNode withoutAbort(JsonNode spec) {
        ObjectNode copy = spec instanceof ObjectNode fields
                ? fields.deepCopy()
                : ObjectJson.mapper().createObjectNode();
        copy.remove(ABORT);
        return copy;
    }
}
