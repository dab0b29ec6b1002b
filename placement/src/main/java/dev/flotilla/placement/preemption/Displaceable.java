package dev.flotilla.placement.preemption;

import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.ReplicaRequirements;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.placement.Requirement;
import dev.flotilla.placement.cluster.ClusterReader;
import dev.flotilla.placement.policy.PlacementReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A workload that may have to make room.
 *
 * @param requirement of one of its replicas
 * @param replicas by cluster
 */
public record Displaceable(
        ObjectKey binding, int priority, Requirement requirement, SortedMap<String, Integer> replicas) {

    /** How many replicas it has in all. */
    int total() {
        return replicas.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Reads bindings, each once for each of its versions. Safe to share between threads. */
    public static final class Source {
        private final Memo<Optional<Displaceable>> read = new Memo<>(Displaceable::of);

        /**
         * Those of lower priority. Only what is divided by the room that clusters have can be: it goes where there is
         * some, while a copy in every cluster, or a share by weight, has nowhere else to go.
         */
        public List<Displaceable> below(Snapshot snapshot, int priority) {
            return snapshot.list(BindingKinds.RESOURCE_BINDING)
                    .filter(binding -> !binding.head().terminating())
                    .flatMap(binding -> read.of(binding).stream())
                    .filter(workload -> workload.priority() < priority)
                    .toList();
        }
    }

    private static Optional<Displaceable> of(StoredObject binding) {
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        if (spec.replicas() == null
                || spec.clusters().isEmpty()
                || !PlacementReader.read(tree.path("spec").path("placement"))
                        .strategy()
                        .needsCapacity()) {
            return Optional.empty();
        }
        @Nullable ReplicaRequirements needed = spec.replicaRequirements();
        SortedMap<String, Integer> replicas = new TreeMap<>();
        for (TargetCluster target : spec.clusters()) {
            replicas.put(target.name(), target.replicas());
        }
        return Optional.of(new Displaceable(
                binding.key(),
                spec.schedulePriority() == null ? 0 : spec.schedulePriority().priority(),
                new Requirement(
                        needed == null ? Map.of() : ClusterReader.milli(needed.resourceRequest()),
                        Optional.ofNullable(needed).map(ReplicaRequirements::nodeClaim)),
                replicas));
    }
}
