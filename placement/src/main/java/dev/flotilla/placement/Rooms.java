package dev.flotilla.placement;

import java.util.List;

/**
 * How many replicas more each cluster of a fleet takes, by what a replica needs. Answers are by the clusters' order,
 * and must not be changed.
 */
final class Rooms {
    /** How many different requirements are remembered; each costs 4 bytes a cluster. */
    private static final int REMEMBERED_MAX = 256;

    private final List<FleetCluster> clusters;
    private final Remembered<Requirement, int[]> ours = new Remembered<>(REMEMBERED_MAX, this::estimate);
    private final Remembered<Requirement, int[]> asKarmada = new Remembered<>(REMEMBERED_MAX, this::estimateAsKarmada);
    private final Remembered<List<WorkloadRequest.Component>, int[]> sets =
            new Remembered<>(REMEMBERED_MAX, this::estimateSets);

    Rooms(List<FleetCluster> clusters) {
        this.clusters = clusters;
    }

    int[] of(WorkloadRequest request) {
        if (request.countedInSets()) {
            return sets.of(request.components());
        }
        return request.rules().asKarmada() ? asKarmada.of(request.requirement()) : ours.of(request.requirement());
    }

    private int[] estimate(Requirement requirement) {
        return clusters.stream()
                .mapToInt(cluster -> cluster.capacity()
                        .map(capacity -> Estimator.replicas(capacity, requirement))
                        .orElse(0))
                .toArray();
    }

    private int[] estimateAsKarmada(Requirement requirement) {
        return clusters.stream()
                .mapToInt(cluster -> cluster.capacity()
                        .map(capacity -> Estimator.asKarmada(capacity, requirement))
                        .orElse(0))
                .toArray();
    }

    private int[] estimateSets(List<WorkloadRequest.Component> components) {
        return clusters.stream()
                .mapToInt(cluster -> cluster.capacity()
                        .map(capacity -> ComponentSets.fit(capacity, components))
                        .orElse(0))
                .toArray();
    }
}
