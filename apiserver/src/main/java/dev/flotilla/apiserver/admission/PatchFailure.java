package dev.flotilla.apiserver.admission;

import dev.flotilla.api.patch.JsonPatch;
import dev.flotilla.api.status.StatusException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says which operation of a webhook's patch does not apply, as a kube-apiserver does. */
final class PatchFailure {
    private PatchFailure() {}

    /** @param refused what the whole patch was refused with */
    static String text(ObjectNode object, JsonNode operations, StatusException refused) {
        ObjectNode patched = object;
        for (JsonNode operation : operations) {
            try {
                patched = JsonPatch.apply(
                        patched, JsonNodeFactory.instance.arrayNode().add(operation));
            } catch (StatusException _) {
                return text(operation);
            }
        }
        return refused.status().message();
    }

    private static String text(JsonNode operation) {
        String path = operation.path("path").asString("");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (operation.path("op").asString("")) {
            case "remove" ->
                "error in remove for path: '" + path + "': Unable to remove nonexistent key: " + last
                        + ": missing value";
            case "replace" -> "replace operation does not apply: doc is missing key: " + path + ": missing value";
            case "test" -> "testing value " + path + " failed: test failed";
            case "add", "copy", "move" ->
                operation.path("op").asString() + " operation does not apply: doc is missing path: \"" + path
                        + "\": missing value";
            default -> "Unexpected kind: " + operation.path("op").asString("");
        };
    }
}
