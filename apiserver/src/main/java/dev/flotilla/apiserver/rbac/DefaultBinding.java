package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A ClusterRoleBinding that a server starts with; its name is its role's. */
record DefaultBinding(String role, List<String> groups) {
    static DefaultBinding of(JsonNode binding) {
        return new DefaultBinding(
                binding.path("role").asString(""),
                binding.path("groups")
                        .valueStream()
                        .map(group -> group.asString(""))
                        .toList());
    }

    ObjectKey key() {
        return new ObjectKey(RbacTypes.CLUSTER_ROLE_BINDINGS, "", role);
    }

    ObjectNode object() {
        ObjectNode binding = Defaults.object("ClusterRoleBinding", role, Map.of());
        binding.putObject("roleRef")
                .put("apiGroup", RbacTypes.GROUP)
                .put("kind", RbacTypes.CLUSTER_ROLE)
                .put("name", role);
        ArrayNode subjects = binding.putArray("subjects");
        groups.forEach(group -> subjects.add(subject(group)));
        return binding;
    }

    /** The change that completes a stored one; none if it is complete. One that binds another role is replaced. */
    Stream<Effect> completed(StoredObject stored) {
        ObjectNode binding = stored.tree();
        if (Defaults.kept(binding)) {
            return Stream.empty();
        }
        if (!Binding.RoleRef.of(binding).equals(Binding.RoleRef.of(object()))) {
            return Stream.of(new Effect.Delete(stored));
        }
        Defaults.mark(binding, Map.of());
        ArrayNode subjects =
                binding.path("subjects") instanceof ArrayNode present ? present : binding.putArray("subjects");
        groups.stream()
                .map(DefaultBinding::subject)
                .filter(wanted -> subjects.valueStream().noneMatch(wanted::equals))
                .forEach(subjects::add);
        return binding.equals(stored.tree()) ? Stream.empty() : Stream.of(new Effect.Update(stored, binding));
    }

    private static ObjectNode subject(String group) {
        return Defaults.empty()
                .put("kind", "Group")
                .put("apiGroup", RbacTypes.GROUP)
                .put("name", group);
    }
}
