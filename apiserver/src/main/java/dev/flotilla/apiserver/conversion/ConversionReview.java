package dev.flotilla.apiserver.conversion;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said to a conversion webhook, and what may be taken from its answer. Pure. */
final class ConversionReview {
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

    /** The converted objects, checked against those that were sent. Of one alone a refusal names no index. */
    static List<ObjectNode> read(
            JsonNode answer, String version, String uid, List<ObjectNode> objects, String desired, String kind)
            throws UnusableException {
        String failed = "conversion webhook for " + kind + " failed: ";
        JsonNode response = answer.path("response");
        Optional<String> complaint = misnamed(answer, version);
        if (complaint.isPresent()) {
            throw new UnusableException(failed + complaint.get());
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
            String returned = "conversion webhook for " + kind + " returned ";
            String at = objects.size() == 1 ? "object at index 0: " : "converted object at index " + i + ": ";
            ObjectNode object = typed(converted.get(i), objects.get(i), desired, returned + "invalid " + at);
            String whose = objects.size() == 1 ? "object: " : at;
            same(object, objects.get(i), returned + "invalid " + whose);
            try {
                checked.add(ConvertedMetadata.restored(objects.get(i), object));
            } catch (UnusableException unusable) {
                String where = objects.size() == 1 ? "" : " in object at index " + i;
                throw new UnusableException(returned + "invalid metadata" + where + ": " + unusable.getMessage());
            }
        }
        return checked;
    }

    /** What a kube-apiserver says of an answer that is no review, or one of another version. */
    private static Optional<String> misnamed(JsonNode answer, String version) {
        String apiVersion = answer.path("apiVersion").asString("");
        String kind = answer.path("kind").asString("");
        boolean review = kind.equals("ConversionReview")
                && (apiVersion.equals(GROUP + "v1") || apiVersion.equals(GROUP + "v1beta1"));
        if (!review) {
            return Optional.of("no kind \"" + kind + "\" is registered for version \"" + apiVersion
                    + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
        String theirs = apiVersion.substring(GROUP.length());
        return theirs.equals(version)
                ? Optional.empty()
                : Optional.of("converting (" + theirs + ".ConversionReview) to (" + version
                        + ".ConversionReview): unknown conversion");
    }

    private static ObjectNode typed(JsonNode converted, ObjectNode sent, String desired, String invalid)
            throws UnusableException {
        String version = converted.path("apiVersion").asString("");
        if (!(converted instanceof ObjectNode object) || !version.equals(desired)) {
            throw new UnusableException(
                    invalid + "invalid groupVersion (expected " + desired + ", received " + version + ")");
        }
        String kind = sent.path("kind").asString("");
        String theirs = object.path("kind").asString("");
        if (!theirs.equals(kind)) {
            throw new UnusableException(invalid + "invalid kind (expected " + kind + ", received " + theirs + ")");
        }
        return object;
    }

    private static void same(ObjectNode converted, ObjectNode sent, String invalid) throws UnusableException {
        for (String field : List.of("name", "namespace", "uid")) {
            String theirs = converted.path("metadata").path(field).asString("");
            String ours = sent.path("metadata").path(field).asString("");
            if (!theirs.equals(ours)) {
                throw new UnusableException(invalid + "must have the same " + (field.equals("uid") ? "UID" : field)
                        + ": " + ours + " != " + theirs);
            }
        }
    }
}
