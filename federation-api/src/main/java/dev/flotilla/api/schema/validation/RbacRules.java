package dev.flotilla.api.schema.validation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What roles and their bindings must not say. */
final class RbacRules {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final Checks checks;

    RbacRules(Checks checks) {
        this.checks = checks;
    }

    void role(JsonNode role) {
        rules(role, true);
    }

    void clusterRole(JsonNode role) {
        rules(role, false);
        JsonNode aggregation = role.path("aggregationRule");
        if (!aggregation.isObject()) {
            return;
        }
        String path = "aggregationRule.clusterRoleSelectors";
        JsonNode selectors = aggregation.path("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            checks.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        for (int i = 0; i < selectors.size(); i++) {
            if (!new SelectorRules(checks).check(path + "[" + i + "]", selectors.get(i))) {
                checks.invalid(path + "[" + i + "]", JsonNodeFactory.instance.nullNode(), "invalid label selector.");
            }
        }
    }

    void roleBinding(JsonNode binding) {
        roleRef(binding.path("roleRef"), "Role", "ClusterRole");
        subjects(binding.path("subjects"), true);
    }

    void clusterRoleBinding(JsonNode binding) {
        roleRef(binding.path("roleRef"), "ClusterRole");
        subjects(binding.path("subjects"), false);
    }

    /** What a binding binds to is for ever: changing it would give all its subjects other rights at once. */
    void roleStays(JsonNode before, JsonNode now) {
        JsonNode ref = now.path("roleRef");
        if (!before.path("roleRef").equals(ref)) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            shown.put("APIGroup", ref.path("apiGroup").asString(""));
            shown.put("Kind", ref.path("kind").asString(""));
            shown.put("Name", ref.path("name").asString(""));
            checks.invalid("roleRef", shown, "cannot change roleRef");
        }
    }

    private void rules(JsonNode role, boolean namespaced) {
        JsonNode rules = role.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            rule("rules[" + i + "]", rules.get(i), namespaced);
        }
    }

    private void rule(String path, JsonNode rule, boolean namespaced) {
        if (rule.path("verbs").isEmpty()) {
            checks.required(path + ".verbs", "verbs must contain at least one value");
        }
        JsonNode groups = rule.path("apiGroups");
        JsonNode resources = rule.path("resources");
        JsonNode urls = rule.path("nonResourceURLs");
        if (urls.isEmpty()) {
            if (groups.isEmpty()) {
                checks.required(path + ".apiGroups", "resource rules must supply at least one api group");
            }
            if (resources.isEmpty()) {
                checks.required(path + ".resources", "resource rules must supply at least one resource");
            }
            return;
        }
        if (namespaced) {
            checks.invalid(path + ".nonResourceURLs", urls, "namespaced rules cannot apply to non-resource URLs");
        }
        if (!groups.isEmpty()
                || !resources.isEmpty()
                || !rule.path("resourceNames").isEmpty()) {
            checks.invalid(
                    path + ".nonResourceURLs",
                    urls,
                    "rules cannot apply to both regular resources and non-resource URLs");
        }
    }

    private void roleRef(JsonNode ref, String... kinds) {
        checks.supported("roleRef.apiGroup", ref.path("apiGroup").asString(""), GROUP);
        checks.supported("roleRef.kind", ref.path("kind").asString(""), kinds);
        String name = ref.path("name").asString("");
        if (name.isEmpty()) {
            checks.required("roleRef.name");
        } else {
            checks.invalid("roleRef.name", name, Names.pathSegment(name));
        }
    }

    private void subjects(JsonNode subjects, boolean namespaced) {
        for (int i = 0; i < subjects.size(); i++) {
            subject("subjects[" + i + "]", subjects.get(i), namespaced);
        }
    }

    private void subject(String path, JsonNode subject, boolean namespaced) {
        String kind = subject.path("kind").asString("");
        String group = subject.path("apiGroup").asString("");
        checks.requiredText(path + ".name", subject.path("name"));
        switch (kind) {
            case "ServiceAccount" -> {
                String name = subject.path("name").asString("");
                if (!name.isEmpty()) {
                    checks.invalid(path + ".name", name, Names.dnsSubdomain(name));
                }
                checks.supported(path + ".apiGroup", group, "");
                if (!namespaced) {
                    checks.requiredText(path + ".namespace", subject.path("namespace"));
                }
            }
            case "User", "Group" -> checks.supported(path + ".apiGroup", group, GROUP);
            default -> checks.supported(path + ".kind", kind, "ServiceAccount", "User", "Group");
        }
    }
}
