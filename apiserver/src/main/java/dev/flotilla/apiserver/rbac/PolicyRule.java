package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.AccessAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One rule of a role: every combination of what it lists is allowed.
 *
 * @param resourceNames empty for all names
 */
public record PolicyRule(
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls,
        List<String> verbs) {
    static final String ALL = "*";

    public PolicyRule {
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
        nonResourceUrls = List.copyOf(nonResourceUrls);
        verbs = List.copyOf(verbs);
    }

    /** The rules of a Role or ClusterRole. */
    public static List<PolicyRule> listOf(JsonNode role) {
        return role.path("rules").valueStream().map(PolicyRule::of).toList();
    }

    private static PolicyRule of(JsonNode rule) {
        return new PolicyRule(
                texts(rule.path("apiGroups")),
                texts(rule.path("resources")),
                texts(rule.path("resourceNames")),
                texts(rule.path("nonResourceURLs")),
                texts(rule.path("verbs")));
    }

    /** As it stands in a role. */
    public ObjectNode toJson() {
        ObjectNode rule = ObjectJson.mapper().createObjectNode();
        put(rule, "verbs", verbs);
        put(rule, "apiGroups", apiGroups);
        put(rule, "resources", resources);
        put(rule, "resourceNames", resourceNames);
        put(rule, "nonResourceURLs", nonResourceUrls);
        return rule;
    }

    /** Whether it lets somebody do this who holds it. */
    public boolean allows(AccessAttributes access) {
        if (!listed(verbs, access.verb())) {
            return false;
        }
        return switch (access) {
            case AccessAttributes.Resource resource ->
                listed(apiGroups, resource.group())
                        && allowsResource(resource.resource(), resource.subresource())
                        && (resourceNames.isEmpty() || resourceNames.contains(resource.name()));
            case AccessAttributes.NonResource path ->
                nonResourceUrls.stream().anyMatch(url -> within(url, path.path()));
        };
    }

    private boolean allowsResource(String resource, String subresource) {
        String combined = subresource.isEmpty() ? resource : resource + "/" + subresource;
        return resources.contains(ALL)
                || resources.contains(combined)
                || (!subresource.isEmpty() && resources.contains("*/" + subresource));
    }

    /** The same as rules of one group, resource, name and verb, or one URL and verb, each. */
    List<PolicyRule> broken() {
        List<PolicyRule> parts = new ArrayList<>();
        List<List<String>> names = resourceNames.isEmpty()
                ? List.of(List.of())
                : resourceNames.stream().map(List::of).toList();
        for (String group : apiGroups) {
            for (String resource : resources) {
                for (String verb : verbs) {
                    for (List<String> name : names) {
                        parts.add(new PolicyRule(List.of(group), List.of(resource), name, List.of(), List.of(verb)));
                    }
                }
            }
        }
        for (String url : nonResourceUrls) {
            for (String verb : verbs) {
                parts.add(new PolicyRule(List.of(), List.of(), List.of(), List.of(url), List.of(verb)));
            }
        }
        return parts;
    }

    /** Whether who holds this rule holds the broken one too. */
    boolean covers(PolicyRule part) {
        return coversAll(verbs, part.verbs)
                && coversAll(apiGroups, part.apiGroups)
                && part.resources.stream().allMatch(this::coversResource)
                && part.nonResourceUrls.stream()
                        .allMatch(url -> nonResourceUrls.stream().anyMatch(own -> covers(own, url)))
                && (resourceNames.isEmpty()
                        || (!part.resourceNames.isEmpty() && resourceNames.containsAll(part.resourceNames)));
    }

    private boolean coversResource(String resource) {
        int slash = resource.indexOf('/');
        return resources.contains(ALL)
                || resources.contains(resource)
                || (slash >= 0 && resources.contains("*" + resource.substring(slash)));
    }

    private static boolean coversAll(List<String> own, List<String> wanted) {
        return own.contains(ALL) || own.containsAll(wanted);
    }

    private static boolean listed(List<String> own, String wanted) {
        return own.contains(ALL) || own.contains(wanted);
    }

    private static boolean within(String url, String path) {
        return url.equals(ALL) || covers(url, path);
    }

    private static boolean covers(String own, String path) {
        return own.equals(path) || (own.endsWith(ALL) && path.startsWith(stem(own)));
    }

    private static String stem(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '*') {
            end--;
        }
        return url.substring(0, end);
    }

    /** As Kubernetes prints it in messages: {@code {APIGroups:[""], Resources:["pods"], Verbs:["get"]}}. */
    String compact() {
        StringJoiner parts = new StringJoiner(", ", "{", "}");
        part(parts, "APIGroups", apiGroups);
        part(parts, "Resources", resources);
        part(parts, "NonResourceURLs", nonResourceUrls);
        part(parts, "ResourceNames", resourceNames);
        part(parts, "Verbs", verbs);
        return parts.toString();
    }

    private static void part(StringJoiner parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + ":" + GoText.quoted(values));
        }
    }

    private static void put(ObjectNode rule, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = rule.putArray(field);
            values.forEach(list::add);
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }
}
