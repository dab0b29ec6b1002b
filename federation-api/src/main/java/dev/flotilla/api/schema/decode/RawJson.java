package dev.flotilla.api.schema.decode;

import dev.flotilla.api.store.ObjectJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;

/** JSON that a protobuf message carries as bytes. */
final class RawJson {
    private RawJson() {}

    static JsonNode read(byte[] json) {
        try (JsonParser parser =
                ObjectJson.mapper().tokenStreamFactory().createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                throw new DecodeFailure("unexpected end of JSON input");
            }
            return TreeReader.raw(parser);
        } catch (JacksonException e) {
            throw new DecodeFailure(GoSyntax.complaint(json).orElse(e.getOriginalMessage()));
        }
    }
}
