package dev.flotilla.placement.binding;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.policy.Policy;
import java.util.Optional;

/** The priority that a policy borrows from a PriorityClass of the hub. */
final class Priority {
    static final GroupResource CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");

    private static final String NEVER = "Never";

    private Priority() {}

    /**
     * The priority of a workload that may displace others; empty for one that has none, or whose PriorityClass says
     * never to.
     */
    static Optional<Integer> preempting(Snapshot snapshot, Policy policy) {
        return Optional.of(policy.priorityClass())
                .filter(name -> !name.isEmpty())
                .flatMap(name -> snapshot.get(new ObjectKey(CLASSES, "", name)))
                .map(StoredObject::tree)
                .filter(found -> !found.path("preemptionPolicy").asString("").equals(NEVER))
                .map(found -> found.path("value").asInt(0));
    }

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
