package dev.flotilla.api.work;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.policy.ConflictResolution;
import dev.flotilla.api.policy.Failover;
import dev.flotilla.api.policy.Placement;
import dev.flotilla.api.policy.Suspension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The spec of a ResourceBinding or ClusterResourceBinding v1alpha2.
 *
 * @param replicas wanted in all
 * @param clusters where the scheduler wants the workload
 * @param removing where it is to disappear from; no copy is deleted that is not named here
 * @param placement null where another workload needs this one
 */
public record BindingSpec(
        @Rule(required = true) @Nullable ObjectReference resource,
        @Nullable Boolean propagateDeps,
        @Nullable ReplicaRequirements replicaRequirements,
        @Nullable Integer replicas,
        List<Component> components,
        List<TargetCluster> clusters,
        @Nullable Placement placement,
        List<EvictionTask> gracefulEvictionTasks,
        List<Removal> removing,
        List<BindingSnapshot> requiredBy,
        String schedulerName,
        @Nullable Failover failover,
        @Rule(defaultValue = "\"Abort\"") @Nullable ConflictResolution conflictResolution,
        @Nullable Boolean preserveResourcesOnDeletion,
        @Nullable Instant rescheduleTriggeredAt,
        @Nullable Suspension suspension,
        @Nullable BindingPriority schedulePriority,
        @Nullable AffinityGroups workloadAffinityGroups) {

    /** One of several pod templates in a workload. */
    public record Component(
            @Rule(required = true, maxLength = 32) String name,
            @Rule(required = true) int replicas,
            @Nullable ReplicaRequirements replicaRequirements) {}

    /** Another workload that needs this one, and where it is. */
    public record BindingSnapshot(
            String namespace, @Rule(required = true) String name, List<TargetCluster> clusters) {
        public BindingSnapshot {
            clusters = List.copyOf(clusters);
        }
    }

    public record BindingPriority(@Rule(defaultValue = "0") int priority) {}

    /** Each as {@code key=value}, or empty. */
    public record AffinityGroups(String affinityGroup, String antiAffinityGroup) {}

    public BindingSpec {
        components = List.copyOf(components);
        clusters = List.copyOf(clusters);
        gracefulEvictionTasks = List.copyOf(gracefulEvictionTasks);
        removing = List.copyOf(removing);
        requiredBy = List.copyOf(requiredBy);
    }

    public static BindingSpec of(JsonNode binding) {
        return RecordJson.read(binding.path("spec"), BindingSpec.class);
    }

    /** A new binding, with nothing decided. */
    public static BindingSpec forResource(ObjectReference resource) {
        return new BindingSpec(
                resource, null, null, null, List.of(), List.of(), null, List.of(), List.of(), List.of(), "", null, null,
                null, null, null, null, null);
    }

    public Optional<TargetCluster> target(String cluster) {
        return clusters.stream().filter(each -> each.name().equals(cluster)).findFirst();
    }

    public Optional<Removal> removal(String cluster) {
        return removing.stream().filter(each -> each.cluster().equals(cluster)).findFirst();
    }

    /** Every cluster that has to do with the binding: targets, those needed by others, those to leave. */
    public Stream<String> concerned() {
        return Stream.of(
                        clusters.stream().map(TargetCluster::name),
                        requiredBy.stream()
                                .flatMap(by -> by.clusters().stream())
                                .map(TargetCluster::name),
                        removing.stream().map(Removal::cluster))
                .flatMap(names -> names)
                .distinct();
    }

    /**
     * What is to be removed once the binding names other clusters, in the order of their names: what it leaves, and
     * what it left before and has not come back to.
     *
     * @param named the clusters that it names from now on
     * @param exists whether a cluster is in the fleet; from one that is not nothing need be removed
     * @param why a cluster is left that was named until now
     */
    public List<Removal> removingOnceIn(
            Set<String> named, Predicate<String> exists, Function<String, Removal.Why> why, Instant now) {
        SortedMap<String, Removal> left = new TreeMap<>();
        removing.forEach(removal -> left.put(removal.cluster(), removal));
        clusters.forEach(target -> left.computeIfAbsent(
                target.name(), name -> new Removal(name, now.truncatedTo(ChronoUnit.SECONDS), why.apply(name))));
        left.keySet().removeAll(named);
        left.keySet().removeIf(exists.negate());
        return List.copyOf(left.values());
    }

    public boolean overwrites() {
        return conflictResolution == ConflictResolution.OVERWRITE;
    }

    public boolean preserves() {
        return Boolean.TRUE.equals(preserveResourcesOnDeletion);
    }
}
