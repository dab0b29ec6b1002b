package dev.flotilla.placement;

import java.util.Arrays;

/**
 * The clusters that passed every filter, with what selection and assignment weigh them by: in columns, so that a
 * decision over a large fleet allocates little. A candidate is known by its position, and positions follow the names.
 */
final class Candidates {
    static final int NOT_PLACED = -1;

    private static final int POSITION_BITS = 20;
    private static final int POSITION_MASK = (1 << POSITION_BITS) - 1;
    private static final long RANK_MAX = (1L << 42) - 1;
    private static final int SCORE_MAX = (1 << 24) - 1;
    private static final int SCORE_BITS = 24;

    private final ClusterSnapshot fleet;
    private final Ground ground;
    private final int[] clusters;
    private final int[] tiers;
    private final int[] scores;
    private final int[] allocatable;
    private final int[] before;

    /**
     * The columns are not copied, and must not be changed.
     *
     * @param ground what the placement makes of the fleet
     * @param clusters of each candidate, the position in the fleet
     * @param before replicas by the previous decision, or {@link #NOT_PLACED}
     */
    Candidates(
            ClusterSnapshot fleet,
            Ground ground,
            int[] clusters,
            int[] tiers,
            int[] scores,
            int[] allocatable,
            int[] before) {
        this.fleet = fleet;
        this.ground = ground;
        this.clusters = clusters;
        this.tiers = tiers;
        this.scores = scores;
        this.allocatable = allocatable;
        this.before = before;
    }

    int size() {
        return clusters.length;
    }

    Ground ground() {
        return ground;
    }

    /** Its position in the fleet. */
    int cluster(int candidate) {
        return clusters[candidate];
    }

    /** 0 for a cluster of the affinity itself, 1 and up for those of its overflow affinities. */
    int tier(int candidate) {
        return tiers[candidate];
    }

    /** The higher the better. */
    int score(int candidate) {
        return scores[candidate];
    }

    /** Replicas it could take beyond those it has. */
    int allocatable(int candidate) {
        return allocatable[candidate];
    }

    String name(int candidate) {
        return of(candidate).name();
    }

    FleetCluster of(int candidate) {
        return fleet.clusters().get(clusters[candidate]);
    }

    boolean placed(int candidate) {
        return before[candidate] != NOT_PLACED;
    }

    /** Replicas it has by the previous decision. */
    int assigned(int candidate) {
        return Math.max(0, before[candidate]);
    }

    /** Replicas it could run in all. */
    long available(int candidate) {
        return (long) allocatable[candidate] + assigned(candidate);
    }

    long weight(int candidate) {
        return ground.weight(clusters[candidate]);
    }

    long available(int[] candidates) {
        long sum = 0;
        for (int candidate : candidates) {
            sum += available(candidate);
        }
        return sum;
    }

    /**
     * Positions of all, the best first: by tier, score, room and name; among static weights, by weight, not by room.
     */
    int[] ranked() {
        return ranked(all());
    }

    /** The same for some of them. */
    int[] ranked(int[] some) {
        boolean byWeight = ground.weighs();
        return byTierAndScore(ordered(some, candidate -> byWeight ? weight(candidate) : available(candidate)));
    }

    int[] all() {
        int[] all = new int[size()];
        Arrays.setAll(all, candidate -> candidate);
        return all;
    }

    /** What to order by. */
    @FunctionalInterface
    interface Measure {
        long of(int candidate);
    }

    /** By the measure, the most first, and else as they were. */
    static int[] ordered(int[] some, Measure measure) {
        long[] keys = new long[some.length];
        for (int index = 0; index < keys.length; index++) {
            keys[index] = (RANK_MAX - Math.clamp(measure.of(some[index]), 0, RANK_MAX)) << POSITION_BITS | index;
        }
        return sorted(some, keys);
    }

    private int[] byTierAndScore(int[] some) {
        long[] keys = new long[some.length];
        boolean alike = true;
        for (int index = 0; index < keys.length; index++) {
            long tierAndScore = (long) tiers[some[index]] << SCORE_BITS
                    | (SCORE_MAX - Math.clamp(scores[some[index]], 0, SCORE_MAX));
            keys[index] = tierAndScore << POSITION_BITS | index;
            alike &= keys[index] >> POSITION_BITS == keys[0] >> POSITION_BITS;
        }
        return alike ? some : sorted(some, keys);
    }

    private static int[] sorted(int[] some, long[] keys) {
        Arrays.sort(keys);
        int[] sorted = new int[some.length];
        for (int index = 0; index < sorted.length; index++) {
            sorted[index] = some[(int) keys[index] & POSITION_MASK];
        }
        return sorted;
    }
}
