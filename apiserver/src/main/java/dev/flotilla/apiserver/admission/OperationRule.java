package dev.flotilla.apiserver.admission;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Operations on resources, as a webhook or a policy names them: all four lists must hold what is asked, or {@code *}.
 *
 * @param resources plurals, with a slash before a subresource
 * @param names of objects; empty for any
 */
record OperationRule(
        List<String> operations,
        List<String> groups,
        List<String> versions,
        List<String> resources,
        Scope scope,
        List<String> names) {
    private static final String ANY = "*";

    enum Scope {
        ANY,
        NAMESPACED,
        CLUSTER
    }

    OperationRule {
        operations = List.copyOf(operations);
        groups = List.copyOf(groups);
        versions = List.copyOf(versions);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
    }

    static OperationRule of(JsonNode rule) {
        Scope scope = switch (rule.path("scope").asString(ANY)) {
            case "Namespaced" -> Scope.NAMESPACED;
            case "Cluster" -> Scope.CLUSTER;
            default -> Scope.ANY;
        };
        return new OperationRule(
                Labels.strings(rule.path("operations")),
                Labels.strings(rule.path("apiGroups")),
                Labels.strings(rule.path("apiVersions")),
                Labels.strings(rule.path("resources")),
                scope,
                Labels.strings(rule.path("resourceNames")));
    }

    static List<OperationRule> list(JsonNode rules) {
        return rules.valueStream().map(OperationRule::of).toList();
    }

    /** Whether it covers the request, were the resource in this group and version. */
    boolean covers(AdmissionRequest request, String group, String version) {
        return inScope(request)
                && holds(operations, request.operation().name())
                && holds(groups, group)
                && holds(versions, version)
                && resources.stream()
                        .anyMatch(each -> resource(each, request.type().plural(), request.subresource()))
                && (names.isEmpty() || names.contains(request.name()));
    }

    private boolean inScope(AdmissionRequest request) {
        boolean namespaced = !request.namespace().isEmpty() && !request.isNamespace();
        return switch (scope) {
            case ANY -> true;
            case NAMESPACED -> namespaced;
            case CLUSTER -> !namespaced;
        };
    }

    private static boolean holds(List<String> allowed, String asked) {
        return allowed.contains(ANY) || allowed.contains(asked);
    }

    private static boolean resource(String named, String plural, String subresource) {
        int slash = named.indexOf('/');
        String resource = slash < 0 ? named : named.substring(0, slash);
        String sub = slash < 0 ? "" : named.substring(slash + 1);
        return (resource.equals(ANY) || resource.equals(plural)) && (sub.equals(ANY) || sub.equals(subresource));
    }
}
