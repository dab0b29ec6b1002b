package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.policy.Policy;
import java.util.List;
import java.util.Optional;

/** Whether what a policy says now holds for a template already. */
enum Activation {
    IN_EFFECT,
    /** It waits: for the template's next change, as lazy policies do, or for override policies it depends on. */
    NOT_YET;

    private static final List<GroupResource> OVERRIDES = List.of(
            new GroupResource("policy.karmada.io", "overridepolicies"),
            new GroupResource("policy.karmada.io", "clusteroverridepolicies"));

    static Activation of(Snapshot snapshot, Policy policy, StoredObject template, Optional<StoredObject> binding) {
        boolean complete = policy.spec().dependentOverrides().stream()
                .allMatch(name -> exists(
                        snapshot, policy.key().namespace(), template.key().namespace(), name));
        boolean due = !policy.spec().lazy() || changedAfter(policy, template, binding);
        return complete && due ? IN_EFFECT : NOT_YET;
    }

    private static boolean exists(Snapshot snapshot, String ofPolicy, String ofTemplate, String name) {
        String namespace = ofPolicy.isEmpty() ? ofTemplate : ofPolicy;
        boolean inNamespace = !namespace.isEmpty()
                && snapshot.get(new ObjectKey(OVERRIDES.getFirst(), namespace, name))
                        .isPresent();
        return inNamespace
                || snapshot.get(new ObjectKey(OVERRIDES.getLast(), "", name)).isPresent();
    }

    /**
     * Whether a user changed the template after the policy was written. Its version alone does not tell, since the hub
     * writes its status; where a template has a generation, that must have moved beyond the one the binding was made
     * for.
     */
    private static boolean changedAfter(Policy policy, StoredObject template, Optional<StoredObject> binding) {
        if (template.resourceVersion() <= policy.writtenAt()) {
            return false;
        }
        long generation = template.head().generation();
        long bound = binding.map(Activation::boundGeneration).orElse(0L);
        return generation == 0 || generation > bound;
    }

    private static long boundGeneration(StoredObject binding) {
        String text = binding.tree()
                .path("metadata")
                .path("annotations")
                .path(Marks.TEMPLATE_GENERATION)
                .asString("");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
