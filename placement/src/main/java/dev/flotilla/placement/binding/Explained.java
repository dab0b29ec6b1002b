package dev.flotilla.placement.binding;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.DecisionTrace;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.Standing;
import dev.flotilla.placement.WorkloadRequest;
import dev.flotilla.placement.policy.PolicyMatch;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One template's placement as it would be decided now, with all that the decision came from.
 *
 * @param binding as it is stored; empty if there is none yet
 * @param claimant the policy it follows; empty for what every cluster gets
 * @param waits why the decision is not carried out; empty if it is
 * @param previous where the workload is by the last decision
 * @param placement the placement that was decided by, as written
 */
public record Explained(
        Optional<StoredObject> binding,
        Optional<PolicyMatch.Claimant> claimant,
        Optional<String> waits,
        WorkloadRequest request,
        Previous previous,
        JsonNode placement,
        ClusterSnapshot fleet,
        PlacementDecision decision) {

    /** What would be decided if somebody asked for the workload to be dealt anew, regardless of where it is. */
    public PlacementDecision dealtAnew() {
        return Scheduler.decide(
                fleet,
                request,
                new Previous(
                        previous.replicas(), previous.evicted(), previous.affinity(), previous.fingerprint(), true));
    }

    /** How the decision comes about; empty if it merely stands. */
    public DecisionTrace steps() {
        return Scheduler.trace(fleet, request, previous);
    }

    /** One for each cluster of the fleet, by name. */
    public List<Standing> standings() {
        return Scheduler.standings(fleet, request, previous, decision);
    }
}
