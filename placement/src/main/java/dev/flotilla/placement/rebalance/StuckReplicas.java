package dev.flotilla.placement.rebalance;

import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.ReplicaRequirements;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Replicas that a cluster was given and cannot run for want of room. That is so if the copy there has had fewer ready
 * replicas than it should for some time, while pods in the cluster that no node takes ask for as much as one of them.
 *
 * @param byCluster how many stay pending; nowhere more than the cluster was given
 * @param again when more may count as stuck; empty if nothing is short
 */
record StuckReplicas(SortedMap<String, Integer> byCluster, Optional<Duration> again) {
    StuckReplicas {
        byCluster = new TreeMap<>(byCluster);
    }

    /**
     * @param pendingMilli what pods that no node takes request in a cluster, in thousandths; empty if that is unknown
     * @param patience how long replicas may be on their way
     */
    static StuckReplicas of(
            JsonNode binding, Function<String, Map<String, Long>> pendingMilli, Duration patience, Instant now) {
        BindingSpec spec = BindingSpec.of(binding);
        BindingStatus status = BindingStatus.of(binding);
        @Nullable ReplicaRequirements needed = spec.replicaRequirements();
        Map<String, Long> request = needed == null ? Map.of() : ClusterReader.milli(needed.resourceRequest());
        SortedMap<String, Integer> stuck = new TreeMap<>();
        Optional<Duration> again = Optional.empty();
        for (TargetCluster target : spec.clusters()) {
            Optional<AggregatedStatusItem> item = status.of(target.name());
            int missing = item.map(each -> missing(target, each)).orElse(0);
            if (missing == 0) {
                continue;
            }
            Instant since =
                    item.flatMap(each -> Optional.ofNullable(each.seenAt())).orElse(now);
            Duration left = Duration.between(now, since.plus(patience));
            if (left.isPositive()) {
                again = Optional.of(
                        again.filter(wait -> wait.compareTo(left) < 0).orElse(left));
            } else {
                int pending = pending(request, pendingMilli.apply(target.name()));
                if (pending > 0) {
                    stuck.put(target.name(), Math.min(missing, pending));
                } else {
                    again = again.or(() -> Optional.of(patience));
                }
            }
        }
        return new StuckReplicas(stuck, again);
    }

    /** How many replicas of the copy are not ready; none if the copy is not as new as the placement. */
    private static int missing(TargetCluster target, AggregatedStatusItem item) {
        JsonNode status = item.status();
        if (status == null || !Boolean.TRUE.equals(item.applied()) || !status.has("replicas")) {
            return 0;
        }
        boolean all = status.path("replicas").asInt(0) == target.replicas();
        return all
                ? Math.max(0, target.replicas() - status.path("readyReplicas").asInt(0))
                : 0;
    }

    /** How many replicas the pending pods can be at most. */
    private static int pending(Map<String, Long> request, Map<String, Long> pendingMilli) {
        if (request.values().stream().noneMatch(amount -> amount > 0)) {
            return 0;
        }
        long least = Long.MAX_VALUE;
        for (Map.Entry<String, Long> each : request.entrySet()) {
            if (each.getValue() > 0) {
                least = Math.min(least, pendingMilli.getOrDefault(each.getKey(), 0L) / each.getValue());
            }
        }
        return (int) Math.min(least, Integer.MAX_VALUE);
    }
}
