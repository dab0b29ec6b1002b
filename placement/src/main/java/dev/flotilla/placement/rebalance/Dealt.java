package dev.flotilla.placement.rebalance;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fresh a binding's deal is.
 *
 * @param at when its replicas were last dealt without regard to where they were
 * @param asked when a fresh deal was last asked for; empty if never
 * @param moving whether copies of it are on their way out, or it waits for the scheduler
 * @param divided whether there is anything to deal
 * @param affinity the name of the affinity it was placed by; empty if its policy has but one
 */
record Dealt(Instant at, Optional<Instant> asked, boolean moving, boolean divided, String affinity) {

    static Dealt of(StoredObject binding) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        BindingStatus status = BindingStatus.of(tree);
        String created = tree.path("metadata").path("creationTimestamp").asString("");
        Instant made = created.isEmpty() ? Instant.EPOCH : Instant.parse(created);
        Optional<Instant> asked = Optional.ofNullable(spec.rescheduleTriggeredAt());
        boolean waits = asked.filter(wish -> status.lastScheduledTime() == null
                        || !status.lastScheduledTime().isAfter(wish))
                .isPresent();
        return new Dealt(
                asked.filter(made::isBefore).orElse(made),
                asked,
                waits
                        || !spec.removing().isEmpty()
                        || !spec.gracefulEvictionTasks().isEmpty(),
                spec.replicas() != null,
                status.schedulerObservingAffinityName());
    }
}
