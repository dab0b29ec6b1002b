package dev.flotilla.apiserver.write;

import dev.flotilla.api.schema.decode.Decoded;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiRequest;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reads the object in a request's body. */
final class Bodies {
    /** @param warnings what the client is to be told about the body */
    record Body(ObjectNode object, List<String> warnings) {}

    private Bodies() {}

    static Body read(ApiRequest request, Expected expected, WriteOptions.Validation validation) {
        Decoded decoded = Decoder.decode(request.body(), form(request), expected);
        return switch (validation) {
            case STRICT -> {
                Decoder.refuseProblems(decoded, expected);
                yield new Body(decoded.object(), List.of());
            }
            case WARN -> new Body(decoded.object(), decoded.problems());
            case IGNORE -> new Body(decoded.object(), List.of());
        };
    }

    /** @throws dev.flotilla.api.status.StatusException 415 for a media type that is not understood */
    static Decoder.Form form(ApiRequest request) {
        return switch (request.contentType()) {
            case "", "application/json" -> Decoder.Form.JSON;
            case "application/yaml" -> Decoder.Form.YAML;
            case "application/vnd.kubernetes.protobuf" -> Decoder.Form.PROTOBUF;
            default ->
                throw StatusError.unsupportedMediaType("the body of the request was in an unknown format - accepted"
                                + " media types include: application/json, application/yaml,"
                                + " application/vnd.kubernetes.protobuf")
                        .exception();
        };
    }
}
