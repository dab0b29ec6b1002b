package dev.flotilla.hub.search;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** What one member had to say. */
sealed interface Reply {
    String cluster();

    /** A JSON object, with code 200 or another below 300. */
    record Found(String cluster, int code, ObjectNode tree) implements Reply {}

    /** A refusal, with the Status that came with it. */
    record Refused(String cluster, int code, ObjectNode status) implements Reply {
        String message() {
            return status.path("message").asString("HTTP " + code);
        }
    }

    /** Nothing: what it holds is unknown. */
    record Away(String cluster, String reason) implements Reply {}

    static Reply of(String cluster, int code, byte[] body) {
        ObjectNode tree;
        try {
            tree = ObjectJson.parse(body);
        } catch (JacksonException | IllegalArgumentException noObject) {
            tree = ObjectJson.mapper()
                    .createObjectNode()
                    .put("message", new String(body, StandardCharsets.UTF_8).strip());
        }
        return code < 300 ? new Found(cluster, code, tree) : new Refused(cluster, code, tree);
    }
}
