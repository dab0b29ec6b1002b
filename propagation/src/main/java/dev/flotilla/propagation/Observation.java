package dev.flotilla.propagation;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is known of one binding's copy in one cluster.
 *
 * @param applied whether the member holds what the hub wants there
 * @param message why not; empty if it does
 * @param status as reflected from the copy
 * @param absent the member has confirmed that it holds no copy of ours
 */
public record Observation(
        String cluster,
        boolean applied,
        String message,
        Health health,
        Optional<JsonNode> status,
        Instant seenAt,
        boolean absent) {

    public static Observation absent(String cluster, Instant seenAt) {
        return new Observation(cluster, false, "", Health.UNKNOWN, Optional.empty(), seenAt, true);
    }

    public static Observation failed(String cluster, String message, Instant seenAt) {
        return new Observation(cluster, false, message, Health.UNKNOWN, Optional.empty(), seenAt, false);
    }
}
