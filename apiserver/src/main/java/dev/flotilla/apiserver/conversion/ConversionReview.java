package dev.flotilla.apiserver.conversion;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said to a conversion webhook, and what may be taken from its answer. Pure. */
final class ConversionReview {
    private static final Set<String> CHANGEABLE = Set.of("labels", "annotations");
    private static final String GROUP = "apiextensions.k8s.io/";

    private ConversionReview() {}

    /** Why an answer cannot be used; the text is kube-apiserver's. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    /** @param version of the review: v1 or v1beta1 */
    static ObjectNode request(String version, String uid, List<ObjectNode> objects, String desired) {
        ObjectNode review = ObjectJson.mapper().createObjectNode();
        review.put("kind", "ConversionReview").put("apiVersion", GROUP + version);
        ObjectNode request = review.putObject("request").put("uid", uid).put("desiredAPIVersion", desired);
        ArrayNode list = request.putArray("objects");
        objects.forEach(list::add);
        return review;
    }

    /** The converted objects, checked against those that were sent. */
    static List<ObjectNode> read(
            JsonNode answer, String version, String uid, List<ObjectNode> objects, String desired, String kind)
            throws UnusableException {
        String failed = "conversion webhook for " + kind + " failed: ";
        JsonNode response = answer.path("response");
        if (!answer.path("apiVersion").asString("").equals(GROUP + version)) {
            throw new UnusableException(failed + "expected webhook response of " + GROUP + version
                    + ", Kind=ConversionReview, got "
                    + answer.path("apiVersion").asString("") + ", Kind="
                    + answer.path("kind").asString(""));
        }
        if (!response.isObject()) {
            throw new UnusableException(failed + "no response provided");
        }
        String theirs = response.path("uid").asString("");
        if (version.equals("v1") && !theirs.equals(uid)) {
            throw new UnusableException(failed + "expected response.uid=\"" + uid + "\", got \"" + theirs + "\"");
        }
        JsonNode result = response.path("result");
        String status = result.path("status").asString("");
        if (!status.equals("Success")) {
            String message = result.path("message").asString("");
            throw new UnusableException(failed
                    + (message.isEmpty() ? "response.result.status was '" + status + "', not 'Success'" : message));
        }
        JsonNode converted = response.path("convertedObjects");
        if (converted.size() != objects.size()) {
            throw new UnusableException("conversion webhook for " + kind + " returned " + converted.size()
                    + " objects, expected " + objects.size());
        }
        List<ObjectNode> checked = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            checked.add(checked(converted.get(i), objects.get(i), i, desired, kind));
        }
        return checked;
    }

    private static ObjectNode checked(JsonNode converted, ObjectNode sent, int index, String desired, String kind)
            throws UnusableException {
        String invalid =
                "conversion webhook for " + kind + " returned invalid converted object at index " + index + ": ";
        String version = converted.path("apiVersion").asString("");
        if (!(converted instanceof ObjectNode object) || !version.equals(desired)) {
            throw new UnusableException(
                    invalid + "invalid groupVersion (expected " + desired + ", received " + version + ")");
        }
        String expected = sent.path("kind").asString("");
        if (!object.path("kind").asString("").equals(expected)) {
            throw new UnusableException(invalid + "invalid kind (expected " + expected + ", received "
                    + object.path("kind").asString("") + ")");
        }
        JsonNode theirs = object.path("metadata");
        JsonNode ours = sent.path("metadata");
        for (String field : List.of("name", "namespace", "uid")) {
            if (!theirs.path(field).asString("").equals(ours.path(field).asString(""))) {
                throw new UnusableException(invalid + "must have the same "
                        + (field.equals("uid") ? "UID" : field) + ": "
                        + ours.path(field).asString("") + " != "
                        + theirs.path(field).asString(""));
            }
        }
        return withMetadata(object, (ObjectNode) ours);
    }

    /** Of the metadata only labels and annotations are the webhook's to change. */
    private static ObjectNode withMetadata(ObjectNode converted, ObjectNode metadata) {
        ObjectNode kept = metadata.deepCopy();
        for (String field : CHANGEABLE) {
            JsonNode theirs = converted.path("metadata").path(field);
            if (theirs.isObject()) {
                kept.set(field, theirs);
            } else {
                kept.remove(field);
            }
        }
        ObjectNode object = converted.deepCopy();
        object.set("metadata", kept);
        return object;
    }
}
