package dev.flotilla.api.policy;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.selector.SelectorRules;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and checks of OverridePolicy and ClusterOverridePolicy. */
public final class OverridePolicyRules implements KindRules {
    public static final KindRules NAMESPACED = new OverridePolicyRules(true);
    public static final KindRules CLUSTER = new OverridePolicyRules(false);

    private final boolean namespaced;

    private OverridePolicyRules(boolean namespaced) {
        this.namespaced = namespaced;
    }

    @Override
    public void mutate(ObjectNode policy, Optional<ObjectNode> old, WriteContext context) {
        String namespace = policy.path("metadata").path("namespace").asString("");
        for (JsonNode selector : policy.path("spec").path("resourceSelectors")) {
            if (namespaced
                    && selector instanceof ObjectNode fields
                    && fields.path("namespace").asString("").isEmpty()) {
                fields.put("namespace", namespace);
            }
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode policy, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        OverrideSpec spec = OverrideSpec.of(policy);
        String namespace = policy.path("metadata").path("namespace").asString("");
        for (int index = 0; index < spec.resourceSelectors().size(); index++) {
            ResourceSelector selector = spec.resourceSelectors().get(index);
            String at = "spec.resourceSelectors[" + index + "]";
            if (namespaced && !selector.namespace().equals(namespace)) {
                errors.add(FieldError.invalid(
                        at + ".namespace",
                        "\"" + selector.namespace() + "\"",
                        "the namespace of resourceSelector should be the same as the namespace of the policy"));
            }
            SelectorRules.check(selector.labelSelector(), at + ".labelSelector", errors);
        }
        if ((spec.overriders() != null || spec.targetCluster() != null)
                && !spec.overrideRules().isEmpty()) {
            errors.add(FieldError.invalid(
                    "spec.overrideRules",
                    "\"\"",
                    "overrideRules and (overriders or targetCluster) can not be set together; use overrideRules"));
        }
        PlacementRules.affinity(spec.targetCluster(), "spec.targetCluster", errors);
        OverriderRules.check(spec.overriders(), "spec.overriders", errors);
        for (int index = 0; index < spec.overrideRules().size(); index++) {
            OverrideSpec.OverrideRule rule = spec.overrideRules().get(index);
            String at = "spec.overrideRules[" + index + "]";
            PlacementRules.affinity(rule.targetCluster(), at + ".targetCluster", errors);
            OverriderRules.check(rule.overriders(), at + ".overriders", errors);
        }
        return errors;
    }
}
