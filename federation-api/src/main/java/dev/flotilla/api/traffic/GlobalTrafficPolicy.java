package dev.flotilla.api.traffic;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.Condition;
import java.util.Comparator;
import tools.jackson.databind.node.ObjectNode;

/**
 * One GlobalTrafficPolicy object, read.
 *
 * @param created as written in the object
 */
public record GlobalTrafficPolicy(
        ObjectKey key,
        long generation,
        boolean terminating,
        String created,
        GlobalTrafficPolicySpec spec,
        GlobalTrafficPolicyStatus status) {
    /** The older first: of two that want the same, the first gets it. */
    public static final Comparator<GlobalTrafficPolicy> OLDEST_FIRST =
            Comparator.comparing(GlobalTrafficPolicy::created).thenComparing(GlobalTrafficPolicy::key);

    public static GlobalTrafficPolicy of(StoredObject stored) {
        ObjectNode tree = stored.tree();
        return new GlobalTrafficPolicy(
                stored.key(),
                stored.head().generation(),
                stored.head().terminating(),
                tree.path("metadata").path("creationTimestamp").asString(""),
                GlobalTrafficPolicySpec.of(tree),
                GlobalTrafficPolicyStatus.of(tree));
    }

    /** {@code namespace/name}. */
    public String id() {
        return key.namespace() + "/" + key.name();
    }

    /** Whether somebody sees to it that what must go to 0 goes to 0. */
    public boolean managed() {
        return !terminating
                && Condition.find(status.conditions(), GlobalTrafficPolicyStatus.ACCEPTED)
                        .map(Condition::isTrue)
                        .orElse(false);
    }
}
