package dev.flotilla.placement;

import dev.flotilla.api.work.ReplicaRequirements.NodeClaim;
import java.util.Map;
import java.util.Optional;

/**
 * What one replica needs of a node.
 *
 * @param milli what it requests, in thousandths of each resource's unit; empty for nothing but a pod
 * @param claim which nodes will do; empty for any
 */
public record Requirement(Map<String, Long> milli, Optional<NodeClaim> claim) {
    public static final Requirement NONE = new Requirement(Map.of(), Optional.empty());

    public Requirement {
        milli = Map.copyOf(milli);
    }

    /** Whether anything is asked for at all. */
    boolean asksForSomething() {
        return !milli.isEmpty() || claim.isPresent();
    }
}
