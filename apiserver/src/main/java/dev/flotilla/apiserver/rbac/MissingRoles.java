package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What is said of roles that bindings name and that are not there. */
final class MissingRoles {
    private MissingRoles() {}

    /** @return empty if none is missing */
    static String singular(List<Binding.RoleRef> missing) {
        return text(missing, role -> role.kind().toLowerCase(Locale.ROOT));
    }

    /**
     * As it is said to who writes an object: a kube-apiserver names the type of that object, not the role's.
     *
     * @return empty if none is missing
     */
    static String toWriterOf(GroupResource written, List<Binding.RoleRef> missing) {
        return text(missing, _ -> written.resource());
    }

    private static String text(List<Binding.RoleRef> missing, Function<Binding.RoleRef, String> resource) {
        List<String> messages = missing.stream()
                .map(role -> known(role)
                        ? resource.apply(role) + "." + RbacTypes.GROUP + " " + GoText.quoted(role.name()) + " not found"
                        : "unsupported role reference kind: " + GoText.quoted(role.kind()))
                .distinct()
                .toList();
        return messages.size() == 1
                ? messages.getFirst()
                : messages.isEmpty() ? "" : "[" + String.join(", ", messages) + "]";
    }

    private static boolean known(Binding.RoleRef role) {
        return role.kind().equals(RbacTypes.ROLE) || role.kind().equals(RbacTypes.CLUSTER_ROLE);
    }
}
