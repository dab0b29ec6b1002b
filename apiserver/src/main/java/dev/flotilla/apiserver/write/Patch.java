package dev.flotilla.apiserver.write;

import dev.flotilla.api.patch.JsonPatch;
import dev.flotilla.api.patch.MergePatch;
import dev.flotilla.api.patch.StrategicMergePatch;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A patch of one of the kinds that change an object by saying what is different. */
sealed interface Patch {
    String JSON = "application/json-patch+json";
    String MERGE = "application/merge-patch+json";
    String STRATEGIC = "application/strategic-merge-patch+json";
    String APPLY = "application/apply-patch+yaml";

    /** The patched copy. */
    ObjectNode apply(ObjectNode object, TypeSchema schema);

    /** Whether it says which version of the object it is for. */
    boolean namesVersion();

    record Operations(JsonNode operations) implements Patch {
        @Override
        public ObjectNode apply(ObjectNode object, TypeSchema schema) {
            return JsonPatch.apply(object, operations);
        }

        @Override
        public boolean namesVersion() {
            return operations
                    .valueStream()
                    .anyMatch(each -> each.path("path").asString("").equals("/metadata/resourceVersion"));
        }
    }

    record Merge(ObjectNode fields) implements Patch {
        @Override
        public ObjectNode apply(ObjectNode object, TypeSchema schema) {
            return MergePatch.apply(object, fields);
        }

        @Override
        public boolean namesVersion() {
            return Versioned.names(fields);
        }
    }

    record Strategic(ObjectNode fields) implements Patch {
        @Override
        public ObjectNode apply(ObjectNode object, TypeSchema schema) {
            return StrategicMergePatch.apply(object, fields, schema);
        }

        @Override
        public boolean namesVersion() {
            return Versioned.names(fields);
        }
    }

    /** @throws dev.flotilla.api.status.StatusException 400 for a malformed body, 415 for an unknown kind of patch */
    static Patch read(ResourceRequest request) {
        ResourceType type = request.type();
        byte[] body = request.http().body();
        return switch (request.http().contentType()) {
            case JSON -> new Operations(tree(body));
            case MERGE -> new Merge(object(body));
            case STRATEGIC -> {
                if (!type.builtIn()) {
                    throw StatusError.unsupportedMediaType("the body of the request was in an unknown format - accepted"
                                    + " media types include: " + JSON + ", " + MERGE + ", " + APPLY)
                            .exception();
                }
                yield new Strategic(object(body));
            }
            default ->
                throw StatusError.unsupportedMediaType("415: Unsupported Media Type")
                        .exception();
        };
    }

    private static JsonNode tree(byte[] body) {
        try {
            return ObjectJson.mapper().readTree(body);
        } catch (JacksonException e) {
            throw StatusError.badRequest("error decoding patch: " + e.getOriginalMessage())
                    .exception();
        }
    }

    private static ObjectNode object(byte[] body) {
        Optional<String> complaint = Decoder.objectComplaint(body);
        if (complaint.isEmpty() && tree(body) instanceof ObjectNode fields) {
            return fields;
        }
        throw StatusError.badRequest("error decoding patch: " + complaint.orElse("the patch must be a JSON object"))
                .exception();
    }
}
