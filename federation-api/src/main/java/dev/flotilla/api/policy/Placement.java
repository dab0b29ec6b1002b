package dev.flotilla.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a workload may run, and how its replicas are spread. */
public record Placement(
        @Nullable ClusterAffinity clusterAffinity,
        List<AffinityTerm> clusterAffinities,
        List<Toleration> clusterTolerations,
        List<SpreadConstraint> spreadConstraints,
        @Nullable ReplicaScheduling replicaScheduling,
        @Nullable WorkloadAffinity workloadAffinity) {
    public static final Placement ANYWHERE = new Placement(null, List.of(), List.of(), List.of(), null, null);

    /** What a spread constraint counts. */
    public enum SpreadField {
        @JsonProperty("cluster")
        CLUSTER,
        @JsonProperty("region")
        REGION,
        @JsonProperty("zone")
        ZONE,
        @JsonProperty("provider")
        PROVIDER
    }

    /** Over how many groups of clusters to spread. */
    public record SpreadConstraint(
            @Nullable SpreadField spreadByField,
            String spreadByLabel,
            @Nullable Integer minGroups,
            @Nullable Integer maxGroups) {}

    public record WorkloadAffinity(
            @Nullable GroupAffinity affinity, @Nullable GroupAffinity antiAffinity) {}

    public record GroupAffinity(@Rule(required = true) String groupByLabelKey) {}

    public Placement {
        clusterAffinities = List.copyOf(clusterAffinities);
        clusterTolerations = List.copyOf(clusterTolerations);
        spreadConstraints = List.copyOf(spreadConstraints);
    }

    /** Replicas are dealt out rather than copied. */
    public boolean dividesReplicas() {
        return replicaScheduling != null && replicaScheduling.divides();
    }
}
