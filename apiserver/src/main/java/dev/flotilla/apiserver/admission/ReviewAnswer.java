package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.outbound.CallFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a webhook has answered.
 *
 * @param refusal empty if the request is allowed
 * @param patch the bytes of a JSON patch; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // read once, and never changed
record ReviewAnswer(
        Optional<StatusError> refusal, byte[] patch, List<String> warnings, Map<String, String> annotations) {
    private static final String KIND = "admission.k8s.io/v1, Kind=AdmissionReview";

    ReviewAnswer {
        warnings = List.copyOf(warnings);
        annotations = Map.copyOf(annotations);
    }

    /** @throws CallFailure in Kubernetes' words, if it is no answer to this review */
    static ReviewAnswer of(Webhook webhook, JsonNode review, String version, String uid, boolean mutating)
            throws CallFailure {
        JsonNode response = review.path("response");
        if (!response.isObject()) {
            throw invalid("webhook response was absent");
        }
        boolean strict = version.equals("v1");
        if (strict) {
            verify(review, response, uid, mutating);
        }
        Map<String, String> annotations = new TreeMap<>();
        response.path("auditAnnotations")
                .properties()
                .forEach(each -> annotations.put(
                        webhook.name() + "/" + each.getKey(), each.getValue().asString("")));
        boolean allowed = response.path("allowed").asBoolean(false);
        return new ReviewAnswer(
                allowed ? Optional.empty() : Optional.of(refusal(webhook, response.path("status"))),
                mutating && allowed ? patch(response) : new byte[0],
                Labels.strings(response.path("warnings")),
                annotations);
    }

    private static void verify(JsonNode review, JsonNode response, String uid, boolean mutating) throws CallFailure {
        String answered = response.path("uid").asString("");
        if (!answered.equals(uid)) {
            throw invalid("expected response.uid=\"" + uid + "\", got \"" + answered + "\"");
        }
        String kind = review.path("apiVersion").asString("") + ", Kind="
                + review.path("kind").asString("");
        if (!kind.equals(KIND)) {
            throw invalid("expected webhook response of " + KIND + ", got " + kind);
        }
        boolean patch = !response.path("patch").asString("").isEmpty();
        boolean type = response.path("patchType").isString();
        if (!mutating && (patch || type)) {
            throw invalid("validating webhook may not return response." + (patch ? "patch" : "patchType"));
        }
        if (patch && !type) {
            throw invalid("webhook returned response.patch but not response.patchType");
        }
        if (type && !patch) {
            throw invalid("webhook returned response.patchType but not response.patch");
        }
        String named = response.path("patchType").asString("");
        if (type && named.isEmpty()) {
            throw invalid("webhook returned invalid response.patchType of \"\"");
        }
        if (type && !named.equals("JSONPatch")) {
            throw new CallFailure("unsupported patch type \"" + named + "\"");
        }
    }

    private static byte[] patch(JsonNode response) throws CallFailure {
        JsonNode patch = response.path("patch");
        if (patch.asString("").isEmpty()) {
            return new byte[0];
        }
        try {
            return patch.binaryValue();
        } catch (JacksonException e) {
            throw CallFailure.calling("illegal base64 data in response.patch");
        }
    }

    private static StatusError refusal(Webhook webhook, JsonNode status) {
        String denied = "admission webhook \"" + webhook.name() + "\" denied the request";
        String message = status.path("message").asString("");
        String reason = status.path("reason").asString("");
        int code = status.path("code").asInt(0);
        String why = message.isEmpty() ? reason : message;
        return new StatusError(
                Math.max(400, code),
                reason,
                why.isEmpty() ? denied + " without explanation" : denied + ": " + why,
                details(status.path("details")));
    }

    private static Optional<StatusError.Details> details(JsonNode details) {
        if (!details.isObject()) {
            return Optional.empty();
        }
        int seconds = details.path("retryAfterSeconds").asInt(0);
        return Optional.of(new StatusError.Details(
                details.path("name").asString(""),
                details.path("group").asString(""),
                details.path("kind").asString(""),
                details.path("uid").asString(""),
                List.of(),
                seconds > 0 ? OptionalInt.of(seconds) : OptionalInt.empty()));
    }

    private static CallFailure invalid(String why) {
        return new CallFailure("received invalid webhook response: " + why);
    }

    /** The operations of the patch. */
    JsonNode operations() throws CallFailure {
        try {
            return ObjectJson.mapper().readTree(patch);
        } catch (JacksonException e) {
            throw new CallFailure("received undecodable patch in webhook response: "
                    + Decoder.objectComplaint(patch).orElse(e.getOriginalMessage()));
        }
    }
}
