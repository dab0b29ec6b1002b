package dev.flotilla.placement.binding;

import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.placement.FleetCluster;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a change of one cluster can mean to the bindings of a placement.
 *
 * @param before empty if it is new
 * @param after empty once it is gone
 */
record ClusterChange(String cluster, Optional<FleetCluster> before, Optional<FleetCluster> after) {

    /** Those that may have to be decided about again. */
    Stream<ObjectKey> concerned(InterestIndex.Group group) {
        if (measuredAlone()) {
            return mayTake(group, after) ? group.unplaced().stream() : Stream.empty();
        }
        if (relabelled()
                .filter(labels -> labels.stream().noneMatch(group::names))
                .isPresent()) {
            return Stream.empty();
        }
        Stream<ObjectKey> newcomers =
                mayTake(group, before) || mayTake(group, after) ? group.open().stream() : Stream.empty();
        return Stream.concat(group.in(cluster).stream(), newcomers);
    }

    private static boolean mayTake(InterestIndex.Group group, Optional<FleetCluster> cluster) {
        return cluster.filter(group.rules()::mayTake).isPresent();
    }

    /** Whether nothing changed but what the cluster has left. */
    boolean measuredAlone() {
        return before.map(FleetCluster::unmeasured).equals(after.map(FleetCluster::unmeasured));
    }

    /** The labels that changed, if nothing else did but what the cluster has left. */
    private Optional<Set<String>> relabelled() {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> was = before.get().identity().labels();
        Map<String, String> is = after.get().identity().labels();
        if (!labelled(before.get(), is).unmeasured().equals(after.get().unmeasured())) {
            return Optional.empty();
        }
        Set<String> changed = new HashSet<>(was.keySet());
        changed.addAll(is.keySet());
        changed.removeIf(label -> Optional.ofNullable(was.get(label)).equals(Optional.ofNullable(is.get(label))));
        return Optional.of(changed);
    }

    private static FleetCluster labelled(FleetCluster cluster, Map<String, String> labels) {
        ClusterIdentity identity = cluster.identity();
        return new FleetCluster(
                new ClusterIdentity(identity.name(), labels, identity.provider(), identity.region(), identity.zones()),
                cluster.taints(),
                cluster.apis(),
                cluster.terminating(),
                cluster.capacity());
    }
}
