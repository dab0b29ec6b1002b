package dev.flotilla.apiserver.review;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers a user's questions about who it is and what it may do. */
public final class Reviews {
    private final Authorizer authorizer;

    public Reviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** By the plural of the resource that is posted to. */
    public Map<String, ResourceRequest.Answer> answers() {
        return Map.of(
                "selfsubjectreviews", this::self,
                "selfsubjectaccessreviews", this::access,
                "selfsubjectrulesreviews", this::rules);
    }

    private ApiResponse self(ResourceRequest request) {
        ObjectNode review = posted(request);
        UserInfo user = request.http().user();
        ObjectNode info = review.putObject("status").putObject("userInfo");
        info.put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        ArrayNode groups = info.putArray("groups");
        user.groups().forEach(groups::add);
        return ApiResponse.json(201, review);
    }

    private ApiResponse access(ResourceRequest request) {
        ObjectNode review = posted(request);
        JsonNode spec = review.path("spec");
        boolean resource = spec.path("resourceAttributes").isObject();
        boolean path = spec.path("nonResourceAttributes").isObject();
        if (resource == path) {
            throw StatusError.invalid(
                            "authorization.k8s.io",
                            "SelfSubjectAccessReview",
                            "",
                            List.of(FieldError.invalid(
                                    "spec.resourceAttributes",
                                    "null",
                                    "exactly one of nonResourceAttributes or resourceAttributes must be specified")))
                    .exception();
        }
        Authorizer.Verdict verdict = authorizer.decide(
                request.http().user(),
                resource ? resource(spec.path("resourceAttributes")) : path(spec.path("nonResourceAttributes")));
        ObjectNode status = review.putObject("status").put("allowed", verdict.allowed());
        if (!verdict.reason().isEmpty()) {
            status.put("reason", verdict.reason());
        }
        return ApiResponse.json(201, review);
    }

    private static AccessAttributes resource(JsonNode asked) {
        return new AccessAttributes.Resource(
                asked.path("verb").asString(""),
                asked.path("group").asString(""),
                asked.path("version").asString(""),
                asked.path("resource").asString(""),
                asked.path("subresource").asString(""),
                asked.path("namespace").asString(""),
                asked.path("name").asString(""));
    }

    private static AccessAttributes path(JsonNode asked) {
        return new AccessAttributes.NonResource(
                asked.path("verb").asString(""), asked.path("path").asString(""));
    }

    /** Says everything for an administrator; for others that the list is incomplete, since only asking tells. */
    private ApiResponse rules(ResourceRequest request) {
        ObjectNode review = posted(request);
        ObjectNode status = review.putObject("status");
        ArrayNode resourceRules = status.putArray("resourceRules");
        ArrayNode pathRules = status.putArray("nonResourceRules");
        boolean master = request.http().user().in(UserInfo.MASTERS);
        if (master) {
            ObjectNode all = resourceRules.addObject();
            List.of("verbs", "apiGroups", "resources")
                    .forEach(field -> all.putArray(field).add("*"));
            ObjectNode paths = pathRules.addObject();
            List.of("verbs", "nonResourceURLs")
                    .forEach(field -> paths.putArray(field).add("*"));
        }
        status.put("incomplete", !master);
        return ApiResponse.json(201, review);
    }

    private static ObjectNode posted(ResourceRequest request) {
        if (!request.verb().equals("create")) {
            throw new StatusError(
                            405,
                            "MethodNotAllowed",
                            "the server does not allow this method on the requested resource",
                            Optional.empty())
                    .exception();
        }
        ApiRequest http = request.http();
        Decoder.Form form = switch (http.contentType()) {
            case "application/vnd.kubernetes.protobuf" -> Decoder.Form.PROTOBUF;
            case "application/yaml" -> Decoder.Form.YAML;
            default -> Decoder.Form.JSON;
        };
        ObjectNode review =
                Decoder.decode(http.body(), form, Expected.of(request.type())).object();
        review.putObject("metadata").putNull("creationTimestamp");
        return review;
    }
}
