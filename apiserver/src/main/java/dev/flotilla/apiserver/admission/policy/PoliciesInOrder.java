package dev.flotilla.apiserver.admission.policy;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Tells what is wrong with a policy in the order of its fields, whoever found it. */
public record PoliciesInOrder(KindRules all) implements KindRules {
    /** @param all the rules of a type */
    public static KindRules over(ResourceType type, KindRules all) {
        boolean policies =
                type.resource().qualified().equals("validatingadmissionpolicies.admissionregistration.k8s.io");
        return policies ? new PoliciesInOrder(all) : all;
    }

    @Override
    public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
        all.mutate(object, old, context);
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
        return all.validate(object, old).stream()
                .sorted(PolicyFieldOrder.COMPARATOR)
                .toList();
    }
}
