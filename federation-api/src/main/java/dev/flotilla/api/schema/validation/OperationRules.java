package dev.flotilla.api.schema.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a rule must say that names operations on resources, in a webhook or a policy. */
final class OperationRules {
    private static final String ANY = "*";
    private static final String[] OPERATIONS = {"*", "CONNECT", "CREATE", "DELETE", "UPDATE"};

    private final Checks found;

    OperationRules(Checks found) {
        this.found = found;
    }

    void check(String field, JsonNode rules) {
        for (int i = 0; i < rules.size(); i++) {
            one(field + "[" + i + "]", rules.get(i));
        }
    }

    private void one(String field, JsonNode rule) {
        alone(field + ".operations", rule.path("operations"), "if '*' is present, must not specify other operations");
        each(field + ".operations", rule.path("operations"), OPERATIONS);
        alone(field + ".apiGroups", rule.path("apiGroups"), "if '*' is present, must not specify other API groups");
        JsonNode versions = rule.path("apiVersions");
        alone(field + ".apiVersions", versions, "if '*' is present, must not specify other API versions");
        for (int i = 0; i < versions.size(); i++) {
            found.requiredText(field + ".apiVersions[" + i + "]", versions.get(i));
        }
        resources(field + ".resources", rule.path("resources"));
        if (rule.path("scope").isString()) {
            found.supported(field + ".scope", rule.path("scope").asString(), "*", "Cluster", "Namespaced");
        }
    }

    private void alone(String field, JsonNode list, String why) {
        if (list.isEmpty()) {
            found.required(field);
        } else if (list.size() > 1 && holds(list, ANY)) {
            found.invalid(field, list, why);
        }
    }

    private void each(String field, JsonNode list, String... known) {
        for (int i = 0; i < list.size(); i++) {
            found.supported(field + "[" + i + "]", list.get(i).asString(""), known);
        }
    }

    private void resources(String field, JsonNode resources) {
        if (resources.isEmpty()) {
            found.required(field);
        }
        Set<String> wholeResources = new HashSet<>();
        Set<String> wholeSubresources = new HashSet<>();
        boolean plain = false;
        for (int i = 0; i < resources.size(); i++) {
            String each = resources.get(i).asString("");
            String at = field + "[" + i + "]";
            int slash = each.indexOf('/');
            if (each.isEmpty()) {
                found.required(at);
            } else if (slash < 0) {
                plain = !each.equals(ANY);
            } else {
                String resource = each.substring(0, slash);
                String sub = each.substring(slash + 1);
                if (wholeResources.contains(resource)) {
                    found.invalid(at, each, "if '" + resource + "/*' is present, must not specify " + each);
                }
                if (wholeSubresources.contains(sub)) {
                    found.invalid(at, each, "if '*/" + sub + "' is present, must not specify " + each);
                }
                if (sub.equals(ANY)) {
                    wholeResources.add(resource);
                }
                if (resource.equals(ANY)) {
                    wholeSubresources.add(sub);
                }
            }
        }
        if (resources.size() > 1 && holds(resources, "*/*")) {
            found.invalid(field, resources, "if '*/*' is present, must not specify other resources");
        }
        if (holds(resources, ANY) && plain) {
            found.invalid(field, resources, "if '*' is present, must not specify other resources without subresources");
        }
    }

    private static boolean holds(JsonNode list, String text) {
        return list.valueStream().anyMatch(each -> each.asString("").equals(text));
    }

    /** A label selector's terms. */
    void selector(String field, JsonNode selector) {
        selector.path("matchLabels").properties().forEach(label -> {
            List<String> key = Names.qualifiedName(label.getKey());
            found.invalid(field + ".matchLabels", label.getKey(), key);
            String value = label.getValue().asString("");
            found.invalid(field + ".matchLabels", value, Names.labelValue(value));
        });
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            SelectorRules.expression(field + ".matchExpressions[" + i + "]", expressions.get(i), found);
        }
    }
}
