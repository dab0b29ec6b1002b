package dev.flotilla.placement;

import java.util.Comparator;

/**
 * A cluster that passed every filter, with what selection and assignment weigh it by.
 *
 * @param tier 0 for a cluster of the affinity itself, 1 and up for those of its overflow affinities
 * @param allocatable replicas it could take beyond those it has
 * @param assigned replicas it has by the previous decision
 */
record Candidate(FleetCluster cluster, int score, int tier, int allocatable, int assigned) {
    /** Which of two candidates is taken first: everywhere the same order. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::tier)
            .thenComparing(Comparator.comparingInt(Candidate::score).reversed())
            .thenComparing(Comparator.comparingLong(Candidate::available).reversed())
            .thenComparing(Candidate::name);

    String name() {
        return cluster.name();
    }

    /** Replicas it could run in all. */
    long available() {
        return (long) allocatable + assigned;
    }
}
