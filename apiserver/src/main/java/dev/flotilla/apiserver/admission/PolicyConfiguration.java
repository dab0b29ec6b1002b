package dev.flotilla.apiserver.admission;

import dev.flotilla.api.selector.LabelSelector;
import dev.flotilla.apiserver.admission.policy.Policy;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A policy as it is configured, and what binds it. */
record PolicyConfiguration(Policy policy, Matching matching) {

    static List<PolicyConfiguration> of(JsonNode policy) {
        JsonNode constraints = policy.path("spec").path("matchConstraints");
        return List.of(new PolicyConfiguration(Policy.of(policy), selection(constraints)));
    }

    private static Matching selection(JsonNode resources) {
        return Matching.of(resources.path("resourceRules"), resources.path("excludeResourceRules"), resources);
    }

    /**
     * What puts a policy to work.
     *
     * @param matching narrower than the policy's; empty for all that the policy matches
     * @param actions Deny, Warn or Audit
     */
    record Binding(
            String name, String policy, Optional<Matching> matching, Optional<ParamRef> params, List<String> actions) {
        Binding {
            actions = List.copyOf(actions);
        }

        static List<Binding> of(JsonNode binding) {
            JsonNode spec = binding.path("spec");
            JsonNode resources = spec.path("matchResources");
            JsonNode params = spec.path("paramRef");
            return List.of(new Binding(
                    binding.path("metadata").path("name").asString(""),
                    spec.path("policyName").asString(""),
                    resources.isObject() ? Optional.of(selection(resources)) : Optional.empty(),
                    params.isObject() ? Optional.of(ParamRef.of(params)) : Optional.empty(),
                    Labels.strings(spec.path("validationActions"))));
        }
    }

    /** Which objects hold the parameters: one by its name, or all that a selector selects. */
    record ParamRef(String name, String namespace, Optional<LabelSelector> selector, boolean denyIfNotFound) {
        static ParamRef of(JsonNode params) {
            return new ParamRef(
                    params.path("name").asString(""),
                    params.path("namespace").asString(""),
                    params.path("selector").isObject()
                            ? Optional.of(Labels.selector(params.path("selector")))
                            : Optional.empty(),
                    params.path("parameterNotFoundAction").asString("").equals("Deny"));
        }
    }
}
