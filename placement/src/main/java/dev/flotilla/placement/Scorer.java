package dev.flotilla.placement;

import java.util.List;

/**
 * Says which clusters of a fleet are better than others, whatever the workload. Pure, and blind to what the clusters
 * have left, so that its answer is worked out once for a fleet. Scores never let a cluster past a filter.
 */
public interface Scorer {
    int SCORE_MAX = 100;

    /** As explanations show it. */
    String name();

    /** @return for each cluster, in the order given, 0 to {@link #SCORE_MAX}, the best highest */
    int[] scores(List<FleetCluster> fleet);
}
