package dev.flotilla.placement.binding;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.policy.Policy;
import java.util.Optional;

/** The priority that a policy borrows from a PriorityClass of the hub. */
final class Priority {
    static final GroupResource CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");

    private Priority() {}

    /** @return what is wrong; empty if the priority is known, or none is wanted */
    static Optional<String> write(Snapshot snapshot, Policy policy, BindingDraft draft) {
        String name = policy.priorityClass();
        if (name.isEmpty()) {
            draft.noPriority();
            return Optional.empty();
        }
        Optional<Integer> value = snapshot.get(new ObjectKey(CLASSES, "", name))
                .map(found -> found.tree().path("value").asInt(0));
        value.ifPresent(draft::priority);
        return value.isPresent()
                ? Optional.empty()
                : Optional.of("PriorityClass " + name + " of " + policy.display()
                        + " does not exist; create it, or take it out of spec.schedulePriority.");
    }
}
