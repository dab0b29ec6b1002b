package dev.flotilla.apiserver.audit;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads bodies for the log. A body that cannot be read is left out: whoever answers the request says so. */
final class AuditBodies {
    private static final JsonFactory FACTORY = ObjectJson.mapper().tokenStreamFactory();

    private AuditBodies() {}

    /** @param expected what the body is to be, if it is an object of a known kind */
    static Optional<JsonNode> ofRequest(ApiRequest request, Optional<Expected> expected, boolean omitManagedFields) {
        byte[] body = request.body();
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            String type = request.contentType();
            JsonNode read = type.equals("application/vnd.kubernetes.protobuf")
                    ? expected.<JsonNode>map(each -> Decoder.decode(body, Decoder.Form.PROTOBUF, each)
                                    .object())
                            .orElseThrow(() -> new IllegalArgumentException("no object"))
                    : type.endsWith("yaml")
                            ? Decoder.untyped(body)
                            : ObjectJson.mapper().readTree(body);
            return Optional.of(omitManagedFields ? withoutManagedFields(read) : read);
        } catch (StatusException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The answer as the log has it; a list's or an event stream's content is no object and is left out. */
    static Optional<JsonNode> ofResponse(ApiResponse.Whole response, boolean omitManagedFields) {
        if (response.body().length == 0 || response.body()[0] != '{') {
            return Optional.empty();
        }
        try {
            JsonNode read = ObjectJson.mapper().readTree(response.body());
            return Optional.of(omitManagedFields ? withoutManagedFields(read) : read);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** The name of an object, read no further than it takes; empty if it is none. */
    static String name(byte[] object) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), object)) {
            boolean found = in(parser, "metadata") && in(parser, "name");
            return found && parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
        } catch (JacksonException _) {
            return "";
        }
    }

    /** Goes to the value of a field of the object that begins here, or comes next. */
    private static boolean in(JsonParser parser, String field) {
        if (parser.currentToken() != JsonToken.START_OBJECT && parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean here = parser.currentName().equals(field);
            parser.nextToken();
            if (here) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static JsonNode withoutManagedFields(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        object.path("items").forEach(AuditBodies::withoutManagedFields);
        return object;
    }
}
