package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who holds which rules, at one snapshot. */
record Policy(Snapshot snapshot, BindingIndex cluster, BindingIndex namespaced, Memo<List<PolicyRule>> rules) {
    /**
     * What a user holds.
     *
     * @param missing the roles that bindings of the user name and that are not there
     */
    record Holdings(List<PolicyRule> rules, List<Binding.RoleRef> missing) {}

    /** The bindings that concern a user there, those for the whole cluster first. */
    List<BindingIndex.Match> matches(UserInfo user, String namespace) {
        List<BindingIndex.Match> everywhere = cluster.of(user, "");
        if (namespace.isEmpty()) {
            return everywhere;
        }
        List<BindingIndex.Match> all = new ArrayList<>(everywhere);
        all.addAll(namespaced.of(user, namespace));
        return all;
    }

    /**
     * @param namespace of the binding that names the role; empty for a ClusterRoleBinding
     * @return empty if there is no such role
     */
    Optional<List<PolicyRule>> rules(Binding.RoleRef role, String namespace) {
        return key(role, namespace).flatMap(snapshot::get).map(rules::of);
    }

    Holdings holdings(UserInfo user, String namespace) {
        List<PolicyRule> held = new ArrayList<>();
        List<Binding.RoleRef> missing = new ArrayList<>();
        for (BindingIndex.Match match : matches(user, namespace)) {
            Binding binding = match.binding();
            rules(binding.role(), binding.namespace()).ifPresentOrElse(held::addAll, () -> missing.add(binding.role()));
        }
        return new Holdings(held, missing);
    }

    private static Optional<ObjectKey> key(Binding.RoleRef role, String namespace) {
        if (role.name().isEmpty() || role.name().indexOf('/') >= 0) {
            return Optional.empty();
        }
        return switch (role.kind()) {
            case RbacTypes.ROLE -> Optional.of(new ObjectKey(RbacTypes.ROLES, namespace, role.name()));
            case RbacTypes.CLUSTER_ROLE -> Optional.of(new ObjectKey(RbacTypes.CLUSTER_ROLES, "", role.name()));
            default -> Optional.empty();
        };
    }
}
