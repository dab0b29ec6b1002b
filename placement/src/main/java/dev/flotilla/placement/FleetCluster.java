package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.selector.ClusterIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One member cluster as the scheduler sees it: what of its Cluster object bears on a decision, and nothing else. Made
 * once for each version of the object and shared by all decisions.
 *
 * @param apis what it serves, each as {@code apiVersion/Kind}
 * @param terminating it is being removed from the fleet
 * @param capacity empty as long as nobody has seen what it has left
 */
public record FleetCluster(
        ClusterIdentity identity,
        List<Taint> taints,
        Set<String> apis,
        boolean terminating,
        Optional<Capacity> capacity) {

    public FleetCluster {
        taints = List.copyOf(taints);
        apis = Set.copyOf(apis);
    }

    public String name() {
        return identity.name();
    }

    /** Empty if unknown. */
    public String provider() {
        return identity.provider();
    }

    /** Empty if unknown. */
    public String region() {
        return identity.region();
    }

    /** Its zones in one text, in their order; empty if unknown. */
    public String zones() {
        return String.join(",", identity.zones());
    }

    /** Empty if it has no such label. */
    public String label(String key) {
        return identity.labels().getOrDefault(key, "");
    }

    public FleetCluster tainted(List<Taint> all) {
        return new FleetCluster(identity, all, apis, terminating, capacity);
    }

    /** The cluster with this left. */
    public FleetCluster having(Capacity left) {
        return new FleetCluster(identity, taints, apis, terminating, Optional.of(left));
    }

    /** The cluster without what it has left, which changes all the time. */
    public FleetCluster unmeasured() {
        return new FleetCluster(identity, taints, apis, terminating, Optional.empty());
    }

    /** Whether the other is the same but for what it has left. */
    boolean sameShape(FleetCluster other) {
        return terminating == other.terminating
                && identity.equals(other.identity)
                && taints.equals(other.taints)
                && apis.equals(other.apis);
    }
}
