package dev.flotilla.api.work;

import dev.flotilla.api.kind.Rule;
import java.util.List;

/** One cluster that a workload is meant for, and how many of its replicas. */
public record TargetCluster(@Rule(required = true) String name, int replicas, List<ComponentReplicas> components) {
    public record ComponentReplicas(
            @Rule(required = true) String name,
            @Rule(required = true) int replicas) {}

    public TargetCluster {
        components = List.copyOf(components);
    }

    public TargetCluster(String name, int replicas) {
        this(name, replicas, List.of());
    }
}
