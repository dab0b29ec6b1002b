package dev.flotilla.e2e.rbac;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes roles and bindings of every shape. */
final class RandomPolicy {
    private static final int CLUSTER_ROLE_BINDINGS = 16;
    private static final int ROLE_BINDINGS = 20;
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final Chance chance;

    RandomPolicy(Chance chance) {
        this.chance = chance;
    }

    /** An object and the collection it is created in. */
    record Item(String path, ObjectNode object) {}

    /** A whole policy, roles first. */
    List<Item> all() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < World.CLUSTER_ROLES; i++) {
            items.add(clusterRole(World.clusterRole(i)));
        }
        for (int i = 0; i < World.AGGREGATED; i++) {
            items.add(aggregated(World.aggregated(i)));
        }
        for (String namespace : World.NAMESPACES) {
            for (int i = 0; i < World.ROLES; i++) {
                items.add(role(namespace, World.role(i)));
            }
        }
        for (int i = 0; i < CLUSTER_ROLE_BINDINGS; i++) {
            items.add(clusterRoleBinding("everywhere-" + i));
        }
        for (String namespace : World.NAMESPACES) {
            for (int i = 0; i < ROLE_BINDINGS; i++) {
                items.add(roleBinding(namespace, "here-" + i));
            }
        }
        return items;
    }

    Item clusterRole(String name) {
        ObjectNode role = object("ClusterRole", name, "");
        if (!chance.oneIn(3)) {
            role.withObjectProperty("metadata").putObject("labels").put(World.TEAM, chance.one(World.TEAMS));
        }
        rules(role, true);
        return new Item(World.ROLES_PATH + "clusterroles", role);
    }

    Item aggregated(String name) {
        ObjectNode role = object("ClusterRole", name, "");
        ArrayNode selectors = role.putObject("aggregationRule").putArray("clusterRoleSelectors");
        selectors.addObject().putObject("matchLabels").put(World.TEAM, chance.one(World.TEAMS));
        if (chance.oneIn(3)) {
            ObjectNode expression =
                    selectors.addObject().putArray("matchExpressions").addObject();
            expression.put("key", World.TEAM).put("operator", "In");
            texts(expression, "values", chance.some(World.TEAMS, 2));
        }
        role.putArray("rules");
        return new Item(World.ROLES_PATH + "clusterroles", role);
    }

    Item role(String namespace, String name) {
        ObjectNode role = object("Role", name, namespace);
        rules(role, false);
        return new Item(World.ROLES_PATH + "namespaces/" + namespace + "/roles", role);
    }

    Item clusterRoleBinding(String name) {
        ObjectNode binding = object("ClusterRoleBinding", name, "");
        roleRef(binding, "ClusterRole", clusterRoleName());
        subjects(binding, true);
        return new Item(World.ROLES_PATH + "clusterrolebindings", binding);
    }

    Item roleBinding(String namespace, String name) {
        ObjectNode binding = object("RoleBinding", name, namespace);
        if (chance.oneIn(2)) {
            roleRef(binding, "ClusterRole", clusterRoleName());
        } else {
            roleRef(binding, "Role", chance.oneIn(10) ? "no-such-role" : World.role(chance.below(World.ROLES)));
        }
        subjects(binding, false);
        return new Item(World.ROLES_PATH + "namespaces/" + namespace + "/rolebindings", binding);
    }

    private String clusterRoleName() {
        if (chance.oneIn(12)) {
            return "no-such-cluster-role";
        }
        return chance.oneIn(5)
                ? World.aggregated(chance.below(World.AGGREGATED))
                : World.clusterRole(chance.below(World.CLUSTER_ROLES));
    }

    private void rules(ObjectNode role, boolean withPaths) {
        ArrayNode rules = role.putArray("rules");
        int count = chance.below(4);
        for (int i = 0; i < count; i++) {
            ObjectNode rule = rules.addObject();
            if (withPaths && chance.oneIn(4)) {
                texts(rule, "nonResourceURLs", chance.some(World.URLS, 2));
                texts(rule, "verbs", chance.some(World.PATH_VERBS, 2));
            } else {
                texts(rule, "apiGroups", chance.some(World.API_GROUPS, 2));
                texts(rule, "resources", chance.some(World.RESOURCES, 3));
                texts(rule, "verbs", chance.some(World.VERBS, 3));
                if (chance.oneIn(4)) {
                    texts(rule, "resourceNames", chance.some(World.NAMES, 2));
                }
            }
        }
    }

    private void subjects(ObjectNode binding, boolean everywhere) {
        ArrayNode subjects = binding.putArray("subjects");
        int count = chance.below(3);
        for (int i = 0; i < count; i++) {
            ObjectNode subject = subjects.addObject();
            switch (chance.below(3)) {
                case 0 -> subject.put("kind", "User").put("apiGroup", GROUP).put("name", chance.one(World.USERS));
                case 1 ->
                    subject.put("kind", "Group")
                            .put("apiGroup", GROUP)
                            .put("name", chance.one(World.GROUPS.subList(0, 5)));
                default -> {
                    subject.put("kind", "ServiceAccount").put("name", chance.one(World.ACCOUNTS));
                    if (everywhere || chance.oneIn(2)) {
                        subject.put("namespace", chance.one(World.NAMESPACES));
                    }
                }
            }
        }
    }

    private static void roleRef(ObjectNode binding, String kind, String name) {
        binding.putObject("roleRef").put("apiGroup", GROUP).put("kind", kind).put("name", name);
    }

    private static ObjectNode object(String kind, String name, String namespace) {
        ObjectNode object = ObjectJson.mapper()
                .createObjectNode()
                .put("apiVersion", GROUP + "/v1")
                .put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return object;
    }

    private static void texts(ObjectNode object, String field, List<String> values) {
        ArrayNode list = object.putArray(field);
        values.forEach(list::add);
    }
}
