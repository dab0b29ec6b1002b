package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an API server answered. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers, or changes one
public record Answer(int code, HttpHeaders headers, byte[] body) {
    /** @throws tools.jackson.core.JacksonException if it is not JSON */
    public ObjectNode json() {
        return ObjectJson.parse(body);
    }

    /** @param pointer a JSON pointer, {@code /metadata/name} */
    public JsonNode at(String pointer) {
        return json().at(pointer);
    }

    /** The value as text; empty if there is none. */
    public String text(String pointer) {
        JsonNode value = at(pointer);
        return value.isMissingNode() || value.isNull() ? "" : value.asString("");
    }

    public String body(int charactersMax) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), charactersMax));
    }

    public String uid() {
        return text("/metadata/uid");
    }

    public String resourceVersion() {
        return text("/metadata/resourceVersion");
    }

    public String message() {
        return text("/message");
    }

    public String reason() {
        return text("/reason");
    }

    /** This answer, if it is of that code; the whole answer is in the failure otherwise. */
    public Answer expect(int expected) {
        if (code != expected) {
            throw new AssertionError("expected HTTP " + expected + " but got " + code + ": " + body(2000));
        }
        return this;
    }
}
