package dev.flotilla.apiserver.token;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is posted to be answered and not stored. */
final class Posted {
    static final String API_VERSION = "authentication.k8s.io/v1";

    private Posted() {}

    static ObjectNode read(ApiRequest http, String verb, String kind) {
        if (!verb.equals("create")) {
            throw new StatusError(
                            405,
                            "MethodNotAllowed",
                            "the server does not allow this method on the requested resource",
                            Optional.empty())
                    .exception();
        }
        Decoder.Form form = switch (http.contentType()) {
            case "application/vnd.kubernetes.protobuf" -> Decoder.Form.PROTOBUF;
            case "application/yaml" -> Decoder.Form.YAML;
            default -> Decoder.Form.JSON;
        };
        return Decoder.decode(http.body(), form, Expected.builtIn(API_VERSION, kind))
                .object();
    }
}
