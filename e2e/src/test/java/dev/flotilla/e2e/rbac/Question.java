package dev.flotilla.e2e.rbac;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether somebody may do something. */
record Question(UserInfo user, AccessAttributes access) {
    static Question random(Chance chance) {
        return new Question(user(chance), access(chance));
    }

    static UserInfo user(Chance chance) {
        String name = chance.oneIn(3)
                ? "system:serviceaccount:" + chance.one(World.NAMESPACES) + ":" + chance.one(World.ACCOUNTS)
                : chance.one(World.USERS);
        return new UserInfo(name, "", chance.oneIn(3) ? List.of() : chance.some(World.GROUPS, 3), Map.of());
    }

    private static AccessAttributes access(Chance chance) {
        if (chance.oneIn(6)) {
            return new AccessAttributes.NonResource(chance.one(World.PATH_VERBS), chance.one(World.PATHS));
        }
        return new AccessAttributes.Resource(
                chance.one(World.ASKED_VERBS),
                chance.one(World.ASKED_GROUPS),
                "",
                chance.one(World.PLURALS),
                chance.one(World.SUBRESOURCES),
                chance.oneIn(5) ? "" : chance.one(World.NAMESPACES),
                chance.one(World.ASKED_NAMES));
    }

    /** As a SubjectAccessReview. */
    ObjectNode review() {
        ObjectNode review = ObjectJson.mapper().createObjectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
        ObjectNode spec = review.putObject("spec").put("user", user.name());
        ArrayNode groups = spec.putArray("groups");
        user.groups().forEach(groups::add);
        switch (access) {
            case AccessAttributes.NonResource path ->
                spec.putObject("nonResourceAttributes").put("path", path.path()).put("verb", path.verb());
            case AccessAttributes.Resource to ->
                spec.putObject("resourceAttributes")
                        .put("namespace", to.namespace())
                        .put("verb", to.verb())
                        .put("group", to.group())
                        .put("resource", to.resource())
                        .put("subresource", to.subresource())
                        .put("name", to.name());
        }
        return review;
    }
}
