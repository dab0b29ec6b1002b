package dev.flotilla.apiserver.write;

import tools.jackson.databind.JsonNode;

/** Whether a client said which version of the object it means. */
final class Versioned {
    private Versioned() {}

    static boolean names(JsonNode object) {
        return !object.path("metadata").path("resourceVersion").asString("").isEmpty();
    }
}
