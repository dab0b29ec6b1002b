package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an API server answered. */
record Answer(int code, HttpHeaders headers, byte[] body) {
    /** @throws tools.jackson.core.JacksonException if it is not JSON */
    ObjectNode json() {
        return ObjectJson.parse(body);
    }

    /** @param pointer a JSON pointer, {@code /metadata/name} */
    JsonNode at(String pointer) {
        return json().at(pointer);
    }

    /** The value as text; empty if there is none. */
    String text(String pointer) {
        JsonNode value = at(pointer);
        return value.isMissingNode() || value.isNull() ? "" : value.asString("");
    }

    String body(int charactersMax) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), charactersMax));
    }

    String uid() {
        return text("/metadata/uid");
    }

    String resourceVersion() {
        return text("/metadata/resourceVersion");
    }

    String message() {
        return text("/message");
    }

    String reason() {
        return text("/reason");
    }

    /** This answer, if it is of that code; the whole answer is in the failure otherwise. */
    Answer expect(int expected) {
        if (code != expected) {
            throw new AssertionError("expected HTTP " + expected + " but got " + code + ": " + body(2000));
        }
        return this;
    }
}
