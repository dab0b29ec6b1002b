package dev.flotilla.api.lifecycle;

import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What one kind demands beyond its schema: the work of its defaulting and validating webhooks. Pure. */
public interface KindRules {
    KindRules NONE = new KindRules() {};

    /** Fills in what the kind's defaults say, in place, on a tree the caller owns. */
    default void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {}

    /** Everything wrong with the object, after defaulting; empty if nothing is. */
    default List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
        return List.of();
    }
}
