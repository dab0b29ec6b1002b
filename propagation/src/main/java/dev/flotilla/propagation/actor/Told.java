package dev.flotilla.propagation.actor;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.propagation.Observation;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was told of one copy, kept for as long as the copy lives: its status as bytes, a tenth of what the tree takes.
 */
final class Told {
    private static final byte[] NONE = {};

    private final Observation observation;
    private final byte[] status;

    /** @param observation without the status */
    private Told(Observation observation, byte[] status) {
        this.observation = observation;
        this.status = status;
    }

    static Told of(Observation observation) {
        return new Told(
                with(observation, Optional.empty()),
                observation.status().map(mapper()::writeValueAsBytes).orElse(NONE));
    }

    boolean applied() {
        return observation.applied();
    }

    Observation whole() {
        return status.length == 0 ? observation : with(observation, Optional.of(mapper().readTree(status)));
    }

    /** Whether the aggregator learns nothing from the one that it does not know from the other. */
    boolean saysTheSameAs(Told other) {
        return observation.applied() == other.observation.applied()
                && observation.absent() == other.observation.absent()
                && observation.health() == other.observation.health()
                && observation.message().equals(other.observation.message())
                && Arrays.equals(status, other.status);
    }

    private static Observation with(Observation of, Optional<JsonNode> status) {
        return new Observation(of.cluster(), of.applied(), of.message(), of.health(), status, of.seenAt(), of.absent());
    }

    private static JsonMapper mapper() {
        return ObjectJson.mapper();
    }
}
