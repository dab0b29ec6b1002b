package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a webhook and a policy are shown of a request. */
final class ReviewBody {
    private ReviewBody() {}

    /** The AdmissionReview to post. */
    static ObjectNode of(AdmissionRequest request, ResourceType as, String version, String uid) {
        ObjectNode review = ObjectJson.mapper().createObjectNode();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/" + version);
        ObjectNode body = review.putObject("request").put("uid", uid);
        head(body, request, as);
        object(body, "object", request.object().map(each -> request.converted(each, as)));
        object(body, "oldObject", request.old().map(each -> request.converted(each, as)));
        body.put("dryRun", request.dryRun());
        body.set("options", request.options());
        return review;
    }

    /** All but the objects and the identity: what CEL calls {@code request}, too. */
    static void head(ObjectNode body, AdmissionRequest request, ResourceType as) {
        kind(body.putObject("kind"), request.kind(as));
        resource(body.putObject("resource"), as);
        unlessEmpty(body, "subResource", request.subresource());
        kind(body.putObject("requestKind"), request.kind());
        resource(body.putObject("requestResource"), request.type());
        unlessEmpty(body, "requestSubResource", request.subresource());
        unlessEmpty(body, "name", request.name());
        unlessEmpty(body, "namespace", request.namespace());
        body.put("operation", request.operation().name());
        user(body.putObject("userInfo"), request.user());
    }

    private static void user(ObjectNode into, UserInfo user) {
        unlessEmpty(into, "username", user.name());
        unlessEmpty(into, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            user.groups().forEach(into.putArray("groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = into.putObject("extra");
            user.extra().forEach((key, values) -> {
                ArrayNode list = extra.putArray(key);
                values.forEach(list::add);
            });
        }
    }

    private static void kind(ObjectNode into, Gvk kind) {
        into.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
    }

    private static void resource(ObjectNode into, ResourceType type) {
        into.put("group", type.group()).put("version", type.version()).put("resource", type.plural());
    }

    private static void object(ObjectNode into, String field, Optional<ObjectNode> object) {
        object.ifPresentOrElse(each -> into.set(field, each), () -> into.putNull(field));
    }

    private static void unlessEmpty(ObjectNode into, String field, String value) {
        if (!value.isEmpty()) {
            into.put(field, value);
        }
    }
}
