package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.write.WriteCheck;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets nobody grant what he does not hold: whoever writes a role must hold all of its rules, or have the verb
 * {@code escalate}; whoever binds one must hold its rules, or have the verb {@code bind}.
 */
public final class Escalation implements WriteCheck {
    private static final List<PolicyRule> EVERYTHING = List.of(
            new PolicyRule(List.of("*"), List.of("*"), List.of(), List.of(), List.of("*")),
            new PolicyRule(List.of(), List.of(), List.of(), List.of("*"), List.of("*")));

    private final RbacAuthorizer authorizer;

    public Escalation(RbacAuthorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public void check(ResourceRequest request, Snapshot snapshot, Optional<ObjectNode> old, ObjectNode now) {
        ResourceType type = request.type();
        UserInfo user = request.http().user();
        if (!type.builtIn() || !type.group().equals(RbacTypes.GROUP) || user.in(UserInfo.MASTERS)) {
            return;
        }
        if (old.isPresent() && grantsTheSame(old.get(), now)) {
            return;
        }
        switch (type.plural()) {
            case "roles", "clusterroles" -> role(request, snapshot, old, now);
            case "rolebindings", "clusterrolebindings" -> binding(request, snapshot, now);
            default -> {
                // There is no other kind that grants.
            }
        }
    }

    /** Finalizers and owners change while an object is deleted, by collectors that hold little. */
    private static boolean grantsTheSame(ObjectNode old, ObjectNode now) {
        return content(old).equals(content(now));
    }

    private static ObjectNode content(ObjectNode object) {
        ObjectNode content = object.deepCopy();
        content.withObjectProperty("metadata")
                .remove(List.of("ownerReferences", "finalizers", "managedFields", "resourceVersion", "generation"));
        return content;
    }

    private void role(ResourceRequest request, Snapshot snapshot, Optional<ObjectNode> old, ObjectNode now) {
        UserInfo user = request.http().user();
        String namespace = request.path().namespace();
        if (may(
                user,
                "escalate",
                request.type().resource(),
                namespace,
                request.path().name())) {
            return;
        }
        Policy.Holdings held = authorizer.policyAt(snapshot).holdings(user, namespace);
        MissingRights.message(user, held, PolicyRule.listOf(now), request.type().resource())
                .ifPresent(why -> {
                    throw forbidden(request, now, why);
                });
        boolean aggregates = aggregates(now) || old.map(Escalation::aggregates).orElse(false);
        if (aggregates && !MissingRights.of(held.rules(), EVERYTHING).isEmpty()) {
            throw forbidden(request, now, "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private static boolean aggregates(JsonNode role) {
        return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
    }

    private void binding(ResourceRequest request, Snapshot snapshot, ObjectNode now) {
        UserInfo user = request.http().user();
        String namespace = request.path().namespace();
        Binding.RoleRef role = Binding.RoleRef.of(now);
        GroupResource bound = new GroupResource(role.group(), role.kind().toLowerCase(Locale.ROOT) + "s");
        if (may(user, "bind", bound, namespace, role.name())) {
            return;
        }
        Policy policy = authorizer.policyAt(snapshot);
        List<PolicyRule> rules = policy.rules(role, namespace)
                .orElseThrow(() -> StatusError.notFound(request.type().resource(), role.name())
                        .exception());
        MissingRights.message(
                        user,
                        policy.holdings(user, namespace),
                        rules,
                        request.type().resource())
                .ifPresent(why -> {
                    throw forbidden(request, now, why);
                });
    }

    private boolean may(UserInfo user, String verb, GroupResource resource, String namespace, String name) {
        return authorizer
                .decide(
                        user,
                        new AccessAttributes.Resource(
                                verb, resource.group(), "*", resource.resource(), "", namespace, name))
                .allowed();
    }

    private static RuntimeException forbidden(ResourceRequest request, JsonNode object, String why) {
        String name = object.path("metadata").path("name").asString("");
        return StatusError.forbidden(request.type().resource(), name, why).exception();
    }
}
