package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a list goes on.
 *
 * @param read how far the clusters before it have been read
 * @param cluster the one to go on with
 * @param token the cluster's own; empty to begin with it
 */
record FleetContinue(FleetPosition read, String cluster, String token) {
    /** @throws dev.flotilla.api.status.StatusException 400 if the text is none of ours */
    static FleetContinue parse(String text) {
        try {
            ObjectNode tree = ObjectJson.parse(Base64.getUrlDecoder().decode(text));
            String read = tree.path("rv").asString("");
            return new FleetContinue(
                    read.isEmpty() ? FleetPosition.NOWHERE : FleetPosition.parse(read),
                    tree.path("cluster").asString(""),
                    tree.path("continue").asString(""));
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw StatusError.badRequest("continue key is not valid: it is none that this server gave for the fleet")
                    .exception();
        }
    }

    String text() {
        ObjectNode tree = ObjectJson.mapper().createObjectNode();
        tree.put("rv", read.text()).put("cluster", cluster).put("continue", token);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ObjectJson.mapper().writeValueAsString(tree).getBytes(StandardCharsets.UTF_8));
    }
}
