package dev.flotilla.api.fleet;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import tools.jackson.databind.JsonNode;

/**
 * A node of the hub, as it told of itself when it started.
 *
 * @param address {@code HOST:PORT} where other nodes reach it
 */
public record HubNodeSpec(@Rule(required = true) String address, String region, String zone) {
    public static HubNodeSpec of(JsonNode node) {
        return RecordJson.read(node.path("spec"), HubNodeSpec.class);
    }
}
