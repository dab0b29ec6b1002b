package dev.flotilla.apiserver.review;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers whether somebody may do something: the asker, or whom the question names. */
record AccessReviews(Authorizer authorizer) {
    private static final String GROUP = "authorization.k8s.io";

    ObjectNode ofSelf(ObjectNode review, UserInfo asker) {
        refuseIfAny(ReviewRules.ofSelf(review));
        return answered(review, asker);
    }

    ObjectNode ofSubject(ObjectNode review) {
        refuseIfAny(ReviewRules.ofSubject(review));
        return answered(review, subject(review.path("spec")));
    }

    /** @param namespace of the request; the question must stay in it */
    ObjectNode ofSubjectIn(ObjectNode review, String namespace) {
        ObjectNode metadata = review.withObjectProperty("metadata");
        String given = metadata.path("namespace").asString("");
        if (!given.isEmpty() && !given.equals(namespace)) {
            throw StatusError.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request")
                    .exception();
        }
        metadata.put("namespace", namespace);
        refuseIfAny(ReviewRules.ofSubjectIn(review, namespace));
        return answered(review, subject(review.path("spec")));
    }

    private ObjectNode answered(ObjectNode review, UserInfo user) {
        JsonNode spec = review.path("spec");
        Authorizer.Verdict verdict = authorizer.decide(user, access(spec));
        if (review.withObjectProperty("metadata").path("creationTimestamp").isNull()) {
            review.withObjectProperty("metadata").remove("creationTimestamp");
        }
        ObjectNode status = review.putObject("status").put("allowed", verdict.allowed());
        if (!verdict.reason().isEmpty()) {
            status.put("reason", verdict.reason());
        }
        String ignored = SelectorText.ignored(spec.path("resourceAttributes"));
        if (!ignored.isEmpty()) {
            status.put("evaluationError", ignored);
        }
        return review;
    }

    private static AccessAttributes access(JsonNode spec) {
        JsonNode asked = spec.path("resourceAttributes");
        if (!asked.isObject()) {
            JsonNode path = spec.path("nonResourceAttributes");
            return new AccessAttributes.NonResource(text(path, "verb"), text(path, "path"));
        }
        return new AccessAttributes.Resource(
                text(asked, "verb"),
                text(asked, "group"),
                text(asked, "version"),
                text(asked, "resource"),
                text(asked, "subresource"),
                text(asked, "namespace"),
                text(asked, "name"));
    }

    private static UserInfo subject(JsonNode spec) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra").properties().forEach(each -> extra.put(each.getKey(), texts(each.getValue())));
        return new UserInfo(text(spec, "user"), text(spec, "uid"), texts(spec.path("groups")), extra);
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }

    private static void refuseIfAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw StatusError.invalid(GROUP, "", "", errors).exception();
        }
    }
}
