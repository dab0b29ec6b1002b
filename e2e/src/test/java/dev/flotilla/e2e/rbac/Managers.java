package dev.flotilla.e2e.rbac;

import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.e2e.member.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Users who may write roles and bindings, but may grant no more than they hold; some have leave to do so. */
final class Managers {
    private static final String DRY = "?dryRun=All";

    private Managers() {}

    /** Something that grants rights; it is asked for as a dry run, so that the policy stays as it is. */
    record Grant(String method, String path, ObjectNode object) {}

    static List<RandomPolicy.Item> policy() {
        return Stream.concat(
                        role("managers", "create, update, patch, get", "[]"),
                        Stream.concat(
                                role("escalators", "escalate", "[random-1, random-2, role-1, role-2]"),
                                role("binders", "bind", "[random-3, random-4, role-3, role-4, gathered-0]")))
                .toList();
    }

    private static Stream<RandomPolicy.Item> role(String name, String verbs, String names) {
        ObjectNode role = Yaml.object("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s},
                 rules: [{apiGroups: [rbac.authorization.k8s.io], verbs: [%s], resourceNames: %s,
                          resources: [roles, clusterroles, rolebindings, clusterrolebindings]}]}""", name, verbs, names);
        ObjectNode binding = Yaml.object("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: %s},
                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s},
                 subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: %s}]}""", name, name, name);
        return Stream.of(
                new RandomPolicy.Item(World.ROLES_PATH + "clusterroles", role),
                new RandomPolicy.Item(World.ROLES_PATH + "clusterrolebindings", binding));
    }

    static UserInfo user(Chance chance) {
        UserInfo user = Question.user(chance);
        List<String> groups = new ArrayList<>(user.groups());
        groups.add("managers");
        if (chance.oneIn(4)) {
            groups.add("escalators");
        }
        if (chance.oneIn(4)) {
            groups.add("binders");
        }
        return new UserInfo(user.name(), "", groups, Map.of());
    }

    static Grant grant(Chance chance) {
        RandomPolicy random = new RandomPolicy(chance);
        String namespace = chance.one(World.NAMESPACES);
        return switch (chance.below(7)) {
            case 0 -> create(random.clusterRole("new"));
            case 1 -> create(random.role(namespace, "new"));
            case 2 -> create(random.clusterRoleBinding("new"));
            case 3 -> create(random.roleBinding(namespace, "new"));
            case 4 -> replace(random.clusterRole(World.clusterRole(chance.below(World.CLUSTER_ROLES))));
            case 5 -> replace(random.role(namespace, World.role(chance.below(World.ROLES))));
            default -> chance.oneIn(3) ? create(random.aggregated("new")) : label(namespace, chance);
        };
    }

    private static Grant create(RandomPolicy.Item item) {
        return new Grant("POST", item.path() + DRY, item.object());
    }

    private static Grant replace(RandomPolicy.Item item) {
        String name = item.object().path("metadata").path("name").asString("");
        return new Grant("PUT", item.path() + "/" + name + DRY, item.object());
    }

    /** No right is new in it; but who writes a role must hold it. */
    private static Grant label(String namespace, Chance chance) {
        String path = World.ROLES_PATH + "namespaces/" + namespace + "/roles/" + World.role(chance.below(World.ROLES));
        return new Grant("PATCH", path + DRY, Yaml.object("{metadata: {labels: {touched: 'yes'}}}"));
    }
}
