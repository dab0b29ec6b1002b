package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request about the one object of a session.
 *
 * @param subresource with its slash; empty for the object itself
 * @param query begins with {@code ?} unless it is empty
 * @param current whether the body is to bear the version that its server last told
 */
record Step(String method, String subresource, String query, String contentType, JsonNode body, boolean current) {
    /** Stands for the name of the session's object. */
    static final String NAME = "NAME";

    Step withBody(JsonNode other) {
        return new Step(method, subresource, query, contentType, other, current);
    }

    Step ofAnyVersion() {
        return new Step(method, subresource, query, contentType, body, false);
    }

    boolean creates() {
        return method.equals("POST");
    }

    String text(String name, String resourceVersion) {
        JsonNode sent = body;
        if (current && body.path("metadata").isObject()) {
            ObjectNode versioned = (ObjectNode) body.deepCopy();
            versioned.withObject("/metadata").put("resourceVersion", resourceVersion);
            sent = versioned;
        }
        return ObjectJson.mapper().writeValueAsString(sent).replace("\"" + NAME + "\"", "\"" + name + "\"");
    }

    /** As a person repeats it. */
    String shown() {
        return method + " " + subresource + query + " " + contentType + (current ? " (current version)" : "")
                + "\n      " + ObjectJson.mapper().writeValueAsString(body);
    }
}
