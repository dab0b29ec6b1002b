package dev.flotilla.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How replicas are dealt out among clusters. */
public record ReplicaScheduling(
        @Rule(defaultValue = "\"Divided\"") @Nullable Type replicaSchedulingType,
        @Nullable Preference replicaDivisionPreference,
        @Nullable WeightPreference weightPreference) {

    public enum Type {
        @JsonProperty("Duplicated")
        DUPLICATED,
        @JsonProperty("Divided")
        DIVIDED
    }

    public enum Preference {
        @JsonProperty("Aggregated")
        AGGREGATED,
        @JsonProperty("Weighted")
        WEIGHTED
    }

    /** @param dynamicWeight {@code AvailableReplicas}, and then the static list is not looked at; or empty */
    public record WeightPreference(
            List<StaticWeight> staticWeightList,
            @Rule(oneOf = {"AvailableReplicas"}) String dynamicWeight) {
        public WeightPreference {
            staticWeightList = List.copyOf(staticWeightList);
        }
    }

    public record StaticWeight(
            @Rule(required = true) @Nullable ClusterAffinity targetCluster,
            @Rule(required = true, min = 1) long weight) {
        public ClusterAffinity target() {
            return targetCluster == null ? ClusterAffinity.ALL : targetCluster;
        }
    }

    /** A type that is not given means Divided, as the schema's default says. */
    public boolean divides() {
        return replicaSchedulingType != Type.DUPLICATED;
    }

    /** Replicas follow the room that clusters have. */
    public boolean dynamic() {
        return weightPreference != null && !weightPreference.dynamicWeight().isEmpty();
    }

    public boolean aggregates() {
        return divides() && replicaDivisionPreference == Preference.AGGREGATED;
    }
}
