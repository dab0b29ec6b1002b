package dev.flotilla.placement;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a policy asks beyond Karmada's language, or against our own defaults.
 *
 * @param karmadaCompat decide as Karmada does also where we think better of it
 * @param limits how many replicas clusters have at least and at most; of several that match a cluster the first holds
 * @param rebalance whether running replicas may move to where limits and weights want them
 * @param scorers what is preferred, each by its weight
 * @param localityWeight how much it counts, in hundredths, that the workload runs in a cluster already
 * @param filters asked beside those that every placement knows
 * @param displaces how many workloads of lower priority may be displaced at once to make room; 0 for none
 */
public record Preferences(
        boolean karmadaCompat,
        List<Limit> limits,
        boolean rebalance,
        List<Weighted> scorers,
        int localityWeight,
        List<Filter> filters,
        int displaces) {
    private static final int LOCALITY_WEIGHT = 100;

    public static final Preferences NONE =
            new Preferences(false, List.of(), false, List.of(), LOCALITY_WEIGHT, List.of());
    /** As Karmada, in everything. */
    public static final Preferences KARMADA =
            new Preferences(true, List.of(), false, List.of(), LOCALITY_WEIGHT, List.of());

    /** @param most empty for no limit */
    public record Limit(ClusterRule rule, int least, OptionalInt most) {
        public Limit {
            if (least < 0 || most.orElse(least) < least) {
                throw new IllegalArgumentException("least " + least + " and most " + most + " do not fit each other");
            }
        }
    }

    /** @param weight what the scorer's points are multiplied with */
    public record Weighted(Scorer scorer, int weight) {}

    public Preferences {
        limits = List.copyOf(limits);
        scorers = List.copyOf(scorers);
        filters = List.copyOf(filters);
    }

    /** What displaces nobody. */
    public Preferences(
            boolean karmadaCompat,
            List<Limit> limits,
            boolean rebalance,
            List<Weighted> scorers,
            int localityWeight,
            List<Filter> filters) {
        this(karmadaCompat, limits, rebalance, scorers, localityWeight, filters, 0);
    }
}
