package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.EvictionTask;
import dev.flotilla.api.work.ReplicaRequirements;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.placement.Peers;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Requirement;
import dev.flotilla.placement.WorkloadRequest;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a binding asks of the scheduler.
 *
 * @param asked when someone wanted the workload dealt anew; empty if that has been done, or was never wanted
 */
record Question(WorkloadRequest request, Previous previous, Optional<Instant> asked) {

    /** @param peers where those are that the workload is to be with, or apart from */
    static Question of(ObjectNode binding, PlacementRules rules, Peers peers) {
        BindingSpec spec = BindingSpec.of(binding);
        BindingStatus status = BindingStatus.of(binding);
        Optional<Instant> asked = Optional.ofNullable(spec.rescheduleTriggeredAt())
                .filter(wish -> status.lastScheduledTime() == null
                        || !status.lastScheduledTime().isAfter(wish));
        return new Question(
                request(binding, spec, status, rules, peers),
                previous(binding, spec, status, asked.isPresent()),
                asked);
    }

    private static WorkloadRequest request(
            ObjectNode binding, BindingSpec spec, BindingStatus status, PlacementRules rules, Peers peers) {
        @Nullable Integer replicas = spec.replicas();
        @Nullable ReplicaRequirements needed = spec.replicaRequirements();
        Map<String, Long> requests = needed == null ? Map.of() : ClusterReader.milli(needed.resourceRequest());
        return new WorkloadRequest(
                        binding.at("/spec/resource/apiVersion").asString("") + "/"
                                + binding.at("/spec/resource/kind").asString(""),
                        binding.at("/spec/resource/uid").asString(""),
                        replicas != null,
                        replicas == null ? 0 : Math.max(0, replicas),
                        new Requirement(requests, Optional.ofNullable(needed).map(ReplicaRequirements::nodeClaim)),
                        spec.components().stream().map(Question::component).toList(),
                        peers,
                        rules)
                .advised(Advised.by(status));
    }

    private static WorkloadRequest.Component component(BindingSpec.Component component) {
        @Nullable ReplicaRequirements needed = component.replicaRequirements();
        return new WorkloadRequest.Component(
                component.name(),
                Math.max(0, component.replicas()),
                needed == null
                        ? Requirement.NONE
                        : new Requirement(
                                ClusterReader.milli(needed.resourceRequest()),
                                Optional.ofNullable(needed.nodeClaim())));
    }

    private static Previous previous(ObjectNode binding, BindingSpec spec, BindingStatus status, boolean asked) {
        return new Previous(
                spec.clusters().stream()
                        .collect(Collectors.toMap(TargetCluster::name, TargetCluster::replicas, (one, _) -> one)),
                spec.gracefulEvictionTasks().stream()
                        .map(EvictionTask::fromCluster)
                        .collect(Collectors.toSet()),
                status.schedulerObservingAffinityName(),
                binding.path("metadata")
                        .path("annotations")
                        .path(Marks.APPLIED_PLACEMENT)
                        .asString(""),
                asked);
    }
}
