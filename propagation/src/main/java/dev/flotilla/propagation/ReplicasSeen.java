package dev.flotilla.propagation;

import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How many of the replicas that a cluster is to have were seen there as pods, and since when: so that the hub knows
 * which of them a cluster's report of what it has left counts already.
 *
 * <p>The number rises with the pods up to what the cluster is to have; where it is to have fewer from now on, it falls
 * with the pods to that. A pod that is replaced, or one that a rollout brings beyond that, changes nothing. When it
 * rises, those that a report has counted by then stay counted. A copy that is to go counts with all of its pods, until
 * it has gone.
 *
 * @param replicas not more than it is to have, or had
 * @param since when the last of them was seen
 * @param counted how many of them a report has counted
 */
record ReplicasSeen(int replicas, Instant since, int counted) {

    /** @param status as reflected; empty if it does not tell of pods */
    static Optional<Integer> pods(JsonNode status) {
        if (status.has("replicas")) {
            return Optional.of(status.path("replicas").asInt(0));
        }
        if (status.has("active") || status.has("succeeded") || status.has("failed")) {
            return Optional.of(status.path("active").asInt(0)
                    + status.path("succeeded").asInt(0)
                    + status.path("failed").asInt(0));
        }
        return status.has("phase") ? Optional.of(1) : Optional.empty();
    }

    /** As an item of a binding's status has it; empty if it does not tell. */
    static Optional<ReplicasSeen> of(AggregatedStatusItem item) {
        @Nullable Integer replicas = item.replicas();
        @Nullable Instant since = item.replicasSince();
        @Nullable Integer counted = item.replicasCounted();
        return replicas == null || since == null
                ? Optional.empty()
                : Optional.of(new ReplicasSeen(replicas, since, counted == null ? 0 : counted));
    }

    static ReplicasSeen first(int pods, int wanted, Instant at) {
        return new ReplicasSeen(Math.min(pods, wanted), at, 0);
    }

    /**
     * @param pods there are now
     * @param wanted how many replicas the cluster is to have
     * @param reportedAt when the cluster was last asked what it has left; empty if nobody noted it
     */
    ReplicasSeen then(int pods, int wanted, Instant at, Optional<Instant> reportedAt) {
        int kept = Math.min(replicas, Math.max(wanted, pods));
        int now = Math.max(kept, Math.min(pods, wanted));
        if (now <= kept) {
            return new ReplicasSeen(kept, since, Math.min(counted, kept));
        }
        boolean all = reportedAt.filter(since::isBefore).isPresent();
        return new ReplicasSeen(now, at, all ? kept : Math.min(counted, kept));
    }

    /** Of a copy that is to go, as {@link #then}. */
    ReplicasSeen leaving(int pods, Instant at, Optional<Instant> reportedAt) {
        return then(pods, Math.max(replicas, pods), at, reportedAt);
    }

    AggregatedStatusItem in(AggregatedStatusItem item) {
        return new AggregatedStatusItem(
                item.clusterName(),
                item.status(),
                item.applied(),
                item.appliedMessage(),
                item.health(),
                item.seenAt(),
                replicas,
                since,
                counted);
    }
}
