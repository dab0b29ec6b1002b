package dev.flotilla.apiserver.review;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.HeldRules;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers questions about who somebody is and what somebody may do. */
public final class Reviews {
    private final Authorizer authorizer;
    private final InstantSource clock;
    private final AccessReviews access;

    public Reviews(Authorizer authorizer, InstantSource clock) {
        this.authorizer = authorizer;
        this.clock = clock;
        this.access = new AccessReviews(authorizer);
    }

    /** By the plural and group of the resource that is posted to. */
    public Map<String, ResourceRequest.Answer> answers() {
        return Map.of(
                "selfsubjectreviews.authentication.k8s.io",
                this::self,
                "selfsubjectaccessreviews.authorization.k8s.io",
                request -> created(access.ofSelf(posted(request), request.http().user())),
                "subjectaccessreviews.authorization.k8s.io",
                request -> created(access.ofSubject(posted(request))),
                "localsubjectaccessreviews.authorization.k8s.io",
                request -> created(
                        access.ofSubjectIn(posted(request), request.path().namespace())),
                "selfsubjectrulesreviews.authorization.k8s.io",
                this::rules);
    }

    private ApiResponse self(ResourceRequest request) {
        ObjectNode review = posted(request);
        UserInfo user = request.http().user();
        review.putObject("metadata")
                .put(
                        "creationTimestamp",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode info = review.putObject("status").putObject("userInfo");
        info.put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        put(info, "groups", user.groups());
        if (!user.extra().isEmpty()) {
            ObjectNode extra = info.putObject("extra");
            user.extra().forEach((key, values) -> put(extra, key, values));
        }
        return created(review);
    }

    private ApiResponse rules(ResourceRequest request) {
        ObjectNode review = posted(request);
        String namespace = review.path("spec").path("namespace").asString("");
        if (namespace.isEmpty()) {
            throw StatusError.badRequest("no namespace on request").exception();
        }
        HeldRules held = authorizer.rules(request.http().user(), namespace);
        review.putObject("metadata");
        review.putObject("spec");
        ObjectNode status = review.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        held.resources().forEach(rule -> {
            ObjectNode each = resources.addObject();
            put(each, "verbs", rule.verbs());
            put(each, "apiGroups", rule.groups());
            put(each, "resources", rule.resources());
            put(each, "resourceNames", rule.names());
        });
        ArrayNode paths = status.putArray("nonResourceRules");
        held.paths().forEach(rule -> {
            ObjectNode each = paths.addObject();
            put(each, "verbs", rule.verbs());
            put(each, "nonResourceURLs", rule.paths());
        });
        status.put("incomplete", false);
        if (!held.problem().isEmpty()) {
            status.put("evaluationError", held.problem());
        }
        return created(review);
    }

    private static void put(ObjectNode object, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = object.putArray(field);
            values.forEach(list::add);
        }
    }

    private static ApiResponse created(ObjectNode review) {
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
        return Decoder.decode(http.body(), form, Expected.of(request.type())).object();
    }
}
