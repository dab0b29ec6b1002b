package dev.flotilla.api.policy;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.selector.SelectorRules;
import dev.flotilla.api.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and checks of PropagationPolicy and ClusterPropagationPolicy. */
public final class PropagationPolicyRules implements KindRules {
    public static final KindRules NAMESPACED = new PropagationPolicyRules(true, Marks.POLICY_ID);
    public static final KindRules CLUSTER = new PropagationPolicyRules(false, Marks.CLUSTER_POLICY_ID);
    private static final int GRACE_PERIOD_SECONDS = 600;

    private final boolean namespaced;
    private final String idLabel;

    private PropagationPolicyRules(boolean namespaced, String idLabel) {
        this.namespaced = namespaced;
        this.idLabel = idLabel;
    }

    @Override
    public void mutate(ObjectNode policy, Optional<ObjectNode> old, WriteContext context) {
        ObjectNode metadata = policy.withObjectProperty("metadata");
        if (old.isEmpty()) {
            String seed = context.uid() + "/permanent-id";
            metadata.withObjectProperty("labels")
                    .put(
                            idLabel,
                            UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                                    .toString());
        }
        if (!(policy.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        selectors(spec, metadata.path("namespace").asString(""));
        if (spec.path("placement") instanceof ObjectNode placement) {
            PolicyDefaults.placement(placement);
        }
        if (spec.path("failover").path("application") instanceof ObjectNode application
                && application.path("purgeMode").asString("Gracefully").equals("Gracefully")
                && !application.has("gracePeriodSeconds")) {
            application.put("gracePeriodSeconds", GRACE_PERIOD_SECONDS);
        }
    }

    private void selectors(ObjectNode spec, String namespace) {
        for (JsonNode selector : spec.path("resourceSelectors")) {
            if (namespaced
                    && selector instanceof ObjectNode fields
                    && fields.path("namespace").asString("").isEmpty()) {
                fields.put("namespace", namespace);
            }
            if (selector.path("kind").asString("").equals("ServiceImport")) {
                spec.put("propagateDeps", true);
            }
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode policy, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        PropagationSpec spec = PropagationSpec.of(policy);
        selectors(spec, policy.path("metadata").path("namespace").asString(""), errors);
        PlacementRules.check(spec.placement(), "spec.placement", errors);
        FailoverRules.check(spec, errors);
        suspension(spec.suspension(), errors);
        SchedulingHints.check(
                policy.path("metadata")
                        .path("annotations")
                        .path(Marks.SCHEDULING)
                        .asString(""),
                errors);
        old.ifPresent(before -> unchanged(before, policy, errors));
        return errors;
    }

    private void selectors(PropagationSpec spec, String namespace, List<FieldError> errors) {
        for (int index = 0; index < spec.resourceSelectors().size(); index++) {
            ResourceSelector selector = spec.resourceSelectors().get(index);
            String at = "spec.resourceSelectors[" + index + "]";
            if (namespaced && !selector.namespace().equals(namespace)) {
                errors.add(FieldError.invalid(
                        at + ".namespace",
                        "\"" + selector.namespace() + "\"",
                        "the namespace of resourceSelector should be the same as the namespace of the policy"));
            }
            if (spec.mayPreempt() && selector.name().isEmpty()) {
                errors.add(FieldError.invalid(
                        at + ".name",
                        "\"\"",
                        "name cannot be empty if preemption is Always, the empty name may cause"
                                + " unexpected resources preemption"));
            }
            SelectorRules.check(selector.labelSelector(), at + ".labelSelector", errors);
        }
    }

    private static void suspension(@Nullable Suspension suspension, List<FieldError> errors) {
        if (suspension != null
                && Boolean.TRUE.equals(suspension.dispatching())
                && suspension.dispatchingOnClusters() != null
                && !suspension.dispatchingOnClusters().clusterNames().isEmpty()) {
            errors.add(
                    FieldError.invalid(
                            "spec.suspension",
                            "true",
                            "suspension.dispatching and suspension.dispatchingOnClusters.clusterNames can not be set together"));
        }
    }

    private void unchanged(ObjectNode old, ObjectNode policy, List<FieldError> errors) {
        String scheduler = policy.path("spec").path("schedulerName").asString("");
        if (!old.path("spec").path("schedulerName").asString("").equals(scheduler)) {
            errors.add(FieldError.invalid(
                    "spec.schedulerName", "\"" + scheduler + "\"", "the schedulerName should not be updated"));
        }
        String id = policy.path("metadata").path("labels").path(idLabel).asString("");
        if (!old.path("metadata").path("labels").path(idLabel).asString("").equals(id)) {
            errors.add(FieldError.invalid(
                    "metadata.labels",
                    "\"" + id + "\"",
                    "label " + idLabel + " is immutable, it can not be changed or removed"));
        }
    }
}
