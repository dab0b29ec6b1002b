package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A RoleBinding or a ClusterRoleBinding.
 *
 * @param namespace empty for a ClusterRoleBinding
 */
record Binding(String namespace, String name, RoleRef role, List<Subject> subjects) {
    /** The role that a binding names. */
    record RoleRef(String group, String kind, String name) {
        static RoleRef of(JsonNode binding) {
            JsonNode ref = binding.path("roleRef");
            String group = ref.path("apiGroup").asString("");
            return new RoleRef(
                    group.isEmpty() ? RbacTypes.GROUP : group,
                    ref.path("kind").asString(""),
                    ref.path("name").asString(""));
        }
    }

    Binding {
        subjects = List.copyOf(subjects);
    }

    static Binding of(StoredObject stored) {
        JsonNode tree = stored.tree();
        return new Binding(
                stored.key().namespace(),
                stored.key().name(),
                RoleRef.of(tree),
                tree.path("subjects").valueStream().map(Subject::of).toList());
    }

    /** Where a right comes from, in Kubernetes' words. */
    String describe(Subject subject) {
        String binding = namespace.isEmpty()
                ? "ClusterRoleBinding " + GoText.quoted(name)
                : "RoleBinding " + GoText.quoted(name + "/" + namespace);
        return binding + " of " + role.kind() + " " + GoText.quoted(role.name()) + " to " + subject.describe(namespace);
    }
}
