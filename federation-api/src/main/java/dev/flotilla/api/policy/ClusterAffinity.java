package dev.flotilla.api.policy;

import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.selector.LabelSelector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which clusters are meant: exclusions first, then every criterion that is set must hold; none set means all. */
public record ClusterAffinity(
        @Nullable LabelSelector labelSelector,
        @Nullable FieldSelector fieldSelector,
        List<String> clusterNames,
        List<String> exclude) {
    public static final ClusterAffinity ALL = new ClusterAffinity(null, null, List.of(), List.of());

    /** Selects by provider, region and zone. */
    public record FieldSelector(List<LabelSelector.Requirement> matchExpressions) {
        public FieldSelector {
            matchExpressions = List.copyOf(matchExpressions);
        }

        Optional<String> refuses(ClusterIdentity cluster) {
            return matchExpressions.stream()
                    .filter(expression -> !holds(expression, cluster))
                    .findFirst()
                    .map(expression ->
                            expression.key() + " must be " + expression.operator() + " " + expression.values());
        }

        private static boolean holds(LabelSelector.Requirement expression, ClusterIdentity cluster) {
            List<String> has = switch (expression.key()) {
                case "provider" -> cluster.provider().isEmpty() ? List.of() : List.of(cluster.provider());
                case "region" -> cluster.region().isEmpty() ? List.of() : List.of(cluster.region());
                case "zone" -> cluster.zones();
                default -> List.of();
            };
            boolean any = has.stream().anyMatch(expression.values()::contains);
            return switch (expression.operator()) {
                case "In" -> any;
                case "NotIn" -> !any;
                case "Exists" -> !has.isEmpty();
                case "DoesNotExist" -> has.isEmpty();
                default -> false;
            };
        }
    }

    public ClusterAffinity {
        clusterNames = List.copyOf(clusterNames);
        exclude = List.copyOf(exclude);
    }

    public boolean matches(ClusterIdentity cluster) {
        return refuses(cluster).isEmpty();
    }

    /** Why the cluster is not meant, in a few words; empty if it is. */
    public Optional<String> refuses(ClusterIdentity cluster) {
        if (exclude.contains(cluster.name())) {
            return Optional.of("it is excluded by name");
        }
        if (labelSelector != null && !labelSelector.matches(cluster.labels())) {
            return Optional.of("its labels do not match the label selector");
        }
        Optional<String> field = fieldSelector == null ? Optional.empty() : fieldSelector.refuses(cluster);
        if (field.isPresent()) {
            return field;
        }
        return clusterNames.isEmpty() || clusterNames.contains(cluster.name())
                ? Optional.empty()
                : Optional.of("it is not among the clusters named");
    }

    /** No criterion is set. */
    public boolean selectsEverything() {
        return labelSelector == null && fieldSelector == null && clusterNames.isEmpty() && exclude.isEmpty();
    }
}
