package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What there is to know of one kind. The answers for an unknown kind are those of the default methods. */
public interface Interpreter {
    /** How many replicas the template asks for; empty if the kind has none. */
    default OptionalInt replicas(JsonNode template) {
        return OptionalInt.empty();
    }

    /** Sets the replicas of a copy, in place. */
    default void reviseReplicas(ObjectNode copy, int replicas) {}

    /** Takes out, in place, what belongs to the hub's object alone. */
    default void prune(ObjectNode copy) {}

    /** Whether a member's object does what it should. */
    default Health health(JsonNode live) {
        return Health.HEALTHY;
    }

    /** The part of a member's status that is kept; null if there is none. */
    default @Nullable JsonNode reflect(JsonNode live) {
        JsonNode status = live.path("status");
        return status.isObject() && !status.isEmpty() ? status.deepCopy() : null;
    }

    /**
     * The template's status from those of its copies.
     *
     * @param items those of every target cluster, in order of their names
     * @return empty if the template's status is not ours to set
     */
    default Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        return Optional.empty();
    }
}
