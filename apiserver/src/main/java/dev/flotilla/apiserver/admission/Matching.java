package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.selector.LabelSelector;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Which requests somebody wants to be asked about. Pure.
 *
 * @param equivalent also those that come in by another version of the resource
 */
record Matching(
        List<OperationRule> rules,
        List<OperationRule> excluded,
        boolean equivalent,
        LabelSelector namespaces,
        LabelSelector objects) {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    /** What a request is matched against, beside itself. */
    interface Surroundings {
        /** @return empty if there is no such namespace */
        Optional<Map<String, String>> namespaceLabels(String namespace);

        /** The versions in which the type is served, itself among them. */
        List<ResourceType> versions(ResourceType type);
    }

    Matching {
        rules = List.copyOf(rules);
        excluded = List.copyOf(excluded);
    }

    /** @param rules and {@code excluded}: the lists of rules, wherever they stand; {@code terms} holds the rest */
    static Matching of(JsonNode rules, JsonNode excluded, JsonNode terms) {
        return new Matching(
                OperationRule.list(rules),
                OperationRule.list(excluded),
                !terms.path("matchPolicy").asString("").equals("Exact"),
                Labels.selector(terms.path("namespaceSelector")),
                Labels.selector(terms.path("objectSelector")));
    }

    /**
     * @return the version of the resource in which the matching rule names it; empty if none concerns the request
     * @throws dev.flotilla.api.status.StatusException 404 if it would depend on a namespace that is not there
     */
    Optional<ResourceType> match(AdmissionRequest request, Surroundings around) {
        if (!objectSelected(request) || covering(excluded, request, around).isPresent()) {
            return Optional.empty();
        }
        Optional<ResourceType> covered = covering(rules, request, around);
        return covered.filter(_ -> namespaceSelected(request, around));
    }

    /** Whether it leaves in what something wider has matched: without rules it does. */
    boolean narrows(AdmissionRequest request, Surroundings around) {
        return rules.isEmpty()
                ? objectSelected(request)
                        && covering(excluded, request, around).isEmpty()
                        && namespaceSelected(request, around)
                : match(request, around).isPresent();
    }

    private Optional<ResourceType> covering(List<OperationRule> each, AdmissionRequest request, Surroundings around) {
        ResourceType type = request.type();
        if (each.stream().anyMatch(rule -> rule.covers(request, type.group(), type.version()))) {
            return Optional.of(type);
        }
        if (!equivalent || each.isEmpty()) {
            return Optional.empty();
        }
        List<ResourceType> versions = around.versions(type);
        return each.stream()
                .flatMap(rule ->
                        versions.stream().filter(version -> rule.covers(request, version.group(), version.version())))
                .findFirst();
    }

    private boolean objectSelected(AdmissionRequest request) {
        return objects.selectsEverything()
                || request.object().map(Labels::of).filter(objects::matches).isPresent()
                || request.old().map(Labels::of).filter(objects::matches).isPresent();
    }

    private boolean namespaceSelected(AdmissionRequest request, Surroundings around) {
        if (request.namespace().isEmpty() || namespaces.selectsEverything()) {
            return true;
        }
        Function<String, Map<String, String>> known = name -> around.namespaceLabels(name)
                .orElseThrow(() -> StatusError.notFound(NAMESPACES, name).exception());
        boolean itself =
                request.isNamespace() && request.subresource().isEmpty() && request.operation() != Operation.DELETE;
        Map<String, String> labels =
                itself ? request.object().map(Labels::of).orElse(Map.of()) : known.apply(request.namespace());
        return namespaces.matches(labels);
    }
}
