package dev.flotilla.dr;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.policy.Failover;
import dev.flotilla.api.policy.Placement;
import dev.flotilla.api.policy.PurgeMode;
import dev.flotilla.api.policy.Toleration;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.EvictionTask;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.binding.Relocation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A binding as eviction sees it.
 *
 * @param resource what is bound
 * @param evictable whether a policy placed it; what belongs to every cluster, or follows another workload, is not
 *     evicted
 * @param movable whether there may be a cluster for it where it is not yet
 * @param priority the higher, the earlier it is moved
 */
public record BoundWorkload(
        StoredObject binding,
        ObjectReference resource,
        Relocation.Bound bound,
        boolean evictable,
        boolean movable,
        int priority,
        PurgeMode purgeMode,
        List<TargetCluster> targets,
        List<Toleration> tolerations,
        List<EvictionTask> tasks) {
    /** Who wrote an eviction task; tasks of others are left alone. */
    static final String PRODUCER = "flotilla-eviction";

    public static BoundWorkload of(StoredObject binding) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        @Nullable Placement placement = spec.placement();
        BindingSpec.@Nullable BindingPriority priority = spec.schedulePriority();
        @Nullable ObjectReference resource = spec.resource();
        Relocation.Bound bound = Relocation.Bound.of(binding, tree);
        return new BoundWorkload(
                binding,
                resource == null ? new ObjectReference("", "", "", binding.key().name(), "", "") : resource,
                bound,
                placement != null && !binding.head().terminating(),
                !bound.everywhereAlready(),
                priority == null ? 0 : priority.priority(),
                purgeMode(spec.failover()),
                spec.clusters(),
                placement == null ? List.of() : placement.clusterTolerations(),
                spec.gracefulEvictionTasks());
    }

    private static PurgeMode purgeMode(@Nullable Failover failover) {
        Failover.@Nullable Cluster cluster = failover == null ? null : failover.cluster();
        @Nullable PurgeMode mode = cluster == null ? null : cluster.purgeMode();
        return mode == null ? PurgeMode.GRACEFULLY : mode;
    }

    /** Whether every cluster that has it has all of it, so that losing some of them takes nothing from the others. */
    boolean copied() {
        return !bound.request().workload() || bound.request().rules().strategy() == Strategy.DUPLICATED;
    }

    /** Where it is meant to be, with how many of its replicas. */
    SortedMap<String, Integer> placed() {
        SortedMap<String, Integer> placed = new TreeMap<>();
        targets.forEach(target -> placed.put(target.name(), target.replicas()));
        return placed;
    }

    /** When the taints make it leave; empty if it may stay for ever. */
    Optional<Instant> leaves(List<Taint> taints) {
        Instant earliest = Instant.MAX;
        for (Taint taint : taints) {
            Instant due = due(taint);
            earliest = due.isBefore(earliest) ? due : earliest;
        }
        return Optional.of(earliest).filter(due -> !due.equals(Instant.MAX));
    }

    /** The end of the shortest matching toleration; at once if there is none. */
    private Instant due(Taint taint) {
        Instant since = taint.timeAdded() == null ? Instant.EPOCH : taint.timeAdded();
        long shortest = -1;
        boolean tolerated = false;
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint.key(), taint.value(), taint.effect())) {
                tolerated = true;
                @Nullable Long seconds = toleration.tolerationSeconds();
                if (seconds != null && (shortest < 0 || seconds < shortest)) {
                    shortest = Math.max(0, seconds);
                }
            }
        }
        if (!tolerated) {
            return Instant.EPOCH;
        }
        return shortest < 0 ? Instant.MAX : since.plusSeconds(shortest);
    }
}
