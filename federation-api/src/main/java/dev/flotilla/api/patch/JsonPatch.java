package dev.flotilla.api.patch;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON patch, RFC 6902: a list of operations of which all succeed or none does. */
public final class JsonPatch {
    private static final int OPERATIONS_MAX = 10_000;

    private JsonPatch() {}

    /**
     * The patched copy; the target stays as it was.
     *
     * @throws StatusException 400 if the patch is none, 413 if it has too many operations, 422 if one of them fails
     */
    public static ObjectNode apply(ObjectNode target, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            throw undecodable(patch, "[]handlers.jsonPatchOp");
        }
        if (operations.size() > OPERATIONS_MAX) {
            throw new StatusError(
                            413,
                            "RequestEntityTooLarge",
                            "Request entity too large: The allowed maximum operations in a JSON patch is "
                                    + OPERATIONS_MAX + ", got " + operations.size(),
                            Optional.empty())
                    .exception();
        }
        ObjectNode result = target.deepCopy();
        for (JsonNode operation : operations) {
            if (!operation.isObject()) {
                throw undecodable(operation, "handlers.jsonPatchOp");
            }
            result = step(result, operation);
        }
        return result;
    }

    private static ObjectNode step(ObjectNode target, JsonNode operation) {
        try {
            switch (operation.path("op").asString("")) {
                case "test" -> {
                    test(target, operation);
                    return target;
                }
                case "remove" -> requireFound(target, operation);
                default -> {}
            }
            ArrayNode alone = target.arrayNode().add(asClientsMeanIt(target, operation));
            if (io.fabric8.zjsonpatch.JsonPatch.apply(alone, target) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonPatchException | IllegalArgumentException | IllegalStateException failed) {
            throw rejected();
        }
        throw rejected();
    }

    /**
     * As a kube-apiserver takes it: one that names no value means null, a field that is not there can be replaced, and
     * what is copied from where nothing is is null.
     */
    private static JsonNode asClientsMeanIt(ObjectNode target, JsonNode operation) {
        ObjectNode meant = (ObjectNode) operation.deepCopy();
        String op = operation.path("op").asString("");
        if (op.equals("copy") && fieldIsAbsent(target, operation.path("from").asString(""))) {
            op = "add";
            meant.remove("from");
            meant.put("op", op);
        }
        if (op.equals("replace") && fieldIsAbsent(target, operation.path("path").asString(""))) {
            op = "add";
            meant.put("op", op);
        }
        if (!meant.has("value") && (op.equals("add") || op.equals("replace"))) {
            meant.putNull("value");
        }
        return meant;
    }

    private static boolean fieldIsAbsent(ObjectNode target, String path) {
        JsonPointer pointer = JsonPointer.compile(path);
        JsonPointer parent = pointer.head();
        return parent != null
                && target.at(parent) instanceof ObjectNode object
                && !object.has(pointer.last().getMatchingProperty());
    }

    /** A null is expected where there is nothing, and numbers are compared by value. */
    private static void test(ObjectNode target, JsonNode operation) {
        JsonNode found = target.at(JsonPointer.compile(operation.path("path").asString("")));
        JsonNode expected = operation.path("value");
        boolean bothAbsent = found.isMissingNode() && (expected.isNull() || expected.isMissingNode());
        if (!bothAbsent && !JsonTrees.same(found, expected)) {
            throw new IllegalArgumentException("testing value " + operation.path("path") + " failed");
        }
    }

    private static void requireFound(ObjectNode target, JsonNode operation) {
        JsonNode path = operation.path("path");
        if (target.at(JsonPointer.compile(path.asString(""))).isMissingNode()) {
            throw new IllegalArgumentException("remove operation does not apply: doc is missing path: " + path);
        }
    }

    private static StatusException undecodable(JsonNode value, String goType) {
        String type = value.getNodeType().name().toLowerCase(Locale.ROOT);
        return StatusError.badRequest(
                        "error decoding patch: json: cannot unmarshal " + type + " into Go value of type " + goType)
                .exception();
    }

    static StatusException rejected() {
        return new StatusError(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request",
                        Optional.of(new StatusError.Details("", "", "", "", List.of(), OptionalInt.empty())))
                .exception();
    }
}
