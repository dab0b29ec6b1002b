package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.admission.policy.Inputs;
import dev.flotilla.apiserver.admission.policy.Judgement;
import dev.flotilla.apiserver.request.Remarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/** Holds a request against the ValidatingAdmissionPolicies that are bound to it. */
final class Policies {
    private final SnapshotCatalog catalog;
    private final CelInputs inputs;
    private final Configurations<PolicyConfiguration> policies =
            new Configurations<>("validatingadmissionpolicies", (_, tree) -> PolicyConfiguration.of(tree));
    private final Configurations<PolicyConfiguration.Binding> bindings = new Configurations<>(
            "validatingadmissionpolicybindings", (_, tree) -> PolicyConfiguration.Binding.of(tree));

    Policies(SnapshotCatalog catalog, CelInputs inputs) {
        this.catalog = catalog;
        this.inputs = inputs;
    }

    /** A denial that a binding wants to be one; the binding is empty where the policy itself is at fault. */
    private record Denial(String policy, String binding, String message, String reason) {
        String text() {
            String by = binding.isEmpty() ? "" : " with binding '" + binding + "'";
            return "ValidatingAdmissionPolicy '" + policy + "'" + by + " denied request: " + message;
        }
    }

    boolean configured(Snapshot snapshot) {
        return !bindings.at(snapshot).isEmpty() && !policies.at(snapshot).isEmpty();
    }

    /** @throws dev.flotilla.api.status.StatusException if a policy denies the request */
    void admit(AdmissionRequest request, Snapshot snapshot, Matching.Surroundings around) {
        List<Denial> denials = new ArrayList<>();
        for (PolicyConfiguration each : policies.at(snapshot)) {
            List<PolicyConfiguration.Binding> bound = bindings.at(snapshot).stream()
                    .filter(binding -> binding.policy().equals(each.policy().name()))
                    .toList();
            if (!bound.isEmpty()) {
                each.matching()
                        .match(request, around)
                        .ifPresent(as -> denials.addAll(judge(each, bound, as, request, snapshot, around)));
            }
        }
        if (!denials.isEmpty()) {
            throw refusal(denials.getFirst(), request).exception();
        }
    }

    private List<Denial> judge(
            PolicyConfiguration configured,
            List<PolicyConfiguration.Binding> bound,
            ResourceType as,
            AdmissionRequest request,
            Snapshot snapshot,
            Matching.Surroundings around) {
        List<Denial> denials = new ArrayList<>();
        Map<String, Set<String>> annotations = new LinkedHashMap<>();
        for (PolicyConfiguration.Binding binding : bound) {
            boolean matches = binding.matching()
                    .map(matching -> matching.narrows(request, around))
                    .orElse(true);
            if (!matches) {
                continue;
            }
            Parameters parameters = Parameters.of(
                    configured.policy().paramKind(),
                    binding.params(),
                    request.namespace(),
                    snapshot,
                    catalog.at(snapshot));
            switch (parameters) {
                case Parameters.Misconfigured(String why) -> {
                    if (!configured.policy().ignoresFailure()) {
                        denials.add(new Denial(
                                configured.policy().name(),
                                binding.name(),
                                "failed to configure binding: " + why,
                                "Invalid"));
                    }
                }
                case Parameters.Found(var objects) ->
                    objects.forEach(params -> {
                        Inputs about = inputs.of(request, as, snapshot, params);
                        Judgement judgement = Judgement.of(configured.policy(), about);
                        denials.addAll(acted(configured, binding, judgement));
                        judgement
                                .annotations()
                                .forEach((key, value) -> annotations
                                        .computeIfAbsent(key, _ -> new LinkedHashSet<>())
                                        .add(value));
                    });
            }
        }
        annotations.forEach(
                (key, values) -> Remarks.annotate(configured.policy().name() + "/" + key, String.join(", ", values)));
        return denials;
    }

    private static List<Denial> acted(
            PolicyConfiguration configured, PolicyConfiguration.Binding binding, Judgement judgement) {
        String policy = configured.policy().name();
        List<Denial> denials = new ArrayList<>();
        for (Judgement.Violation each : judgement.violations()) {
            for (String action : binding.actions()) {
                switch (action) {
                    case "Deny" -> denials.add(new Denial(policy, binding.name(), each.message(), each.reason()));
                    case "Warn" ->
                        Remarks.warn("Validation failed for ValidatingAdmissionPolicy '" + policy + "' with binding '"
                                + binding.name() + "': " + each.message());
                    default -> annotate(policy, binding, each);
                }
            }
        }
        judgement
                .refusals()
                .forEach(each -> denials.add(new Denial(policy, binding.name(), each.message(), each.reason())));
        return denials;
    }

    private static void annotate(String policy, PolicyConfiguration.Binding binding, Judgement.Violation violation) {
        ArrayNode failures = ObjectJson.mapper().createArrayNode();
        ArrayNode actions = failures.addObject()
                .put("message", violation.message())
                .put("policy", policy)
                .put("binding", binding.name())
                .put("expressionIndex", violation.index())
                .putArray("validationActions");
        binding.actions().forEach(actions::add);
        Remarks.annotate("validation.policy.admission.k8s.io/validation_failure", failures.toString());
    }

    private static StatusError refusal(Denial denial, AdmissionRequest request) {
        int code = switch (denial.reason()) {
            case "Unauthorized" -> 401;
            case "Forbidden" -> 403;
            case "RequestEntityTooLarge" -> 413;
            default -> 422;
        };
        String name = request.shownName();
        String resource = request.type().resource().qualified();
        return new StatusError(
                code,
                denial.reason(),
                resource + " \"" + name + "\" is forbidden: " + denial.text(),
                Optional.of(new StatusError.Details(
                        name, request.type().group(), request.type().plural(), "", List.of(), OptionalInt.empty())));
    }
}
