package dev.flotilla.api.policy;

import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.selector.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of several affinities that are tried in order, with those that take what the first cannot hold. */
public record AffinityTerm(
        @Rule(required = true, minLength = 1, maxLength = 32)
        String affinityName,

        @Nullable LabelSelector labelSelector,
        ClusterAffinity.@Nullable FieldSelector fieldSelector,
        List<String> clusterNames,
        List<String> exclude,
        List<Overflow> overflowAffinities) {

    public record Overflow(
            @Rule(required = true, minLength = 1, maxLength = 32)
            String affinityName,

            @Nullable LabelSelector labelSelector,
            ClusterAffinity.@Nullable FieldSelector fieldSelector,
            List<String> clusterNames,
            List<String> exclude) {
        public Overflow {
            clusterNames = List.copyOf(clusterNames);
            exclude = List.copyOf(exclude);
        }

        public ClusterAffinity affinity() {
            return new ClusterAffinity(labelSelector, fieldSelector, clusterNames, exclude);
        }
    }

    public AffinityTerm {
        clusterNames = List.copyOf(clusterNames);
        exclude = List.copyOf(exclude);
        overflowAffinities = List.copyOf(overflowAffinities);
    }

    public ClusterAffinity affinity() {
        return new ClusterAffinity(labelSelector, fieldSelector, clusterNames, exclude);
    }
}
