package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** What a placement makes of a fleet whatever the workload, by cluster. Nothing of it may be changed. */
final class Ground {
    /** A cluster that no affinity's tier takes. */
    static final int NO_TIER = -1;

    private final PlacementRules rules;
    private final int[][] tiers;
    private final boolean[] open;
    private final boolean[] tolerated;
    private final long[] weights;
    private final int[] scores;
    private final Grouped[] levels;
    private final Preferences.Limit[] limits;

    /** One kind of groups, by name. */
    static final class Grouped {
        private final int[] of;
        private final String[] names;

        private Grouped(int[] of, String[] names) {
            this.of = of;
            this.names = names;
        }

        int count() {
            return names.length;
        }

        String name(int group) {
            return names[group];
        }

        int index(String name) {
            return Arrays.binarySearch(names, name);
        }

        /** The group of a cluster; -1 for none. */
        int of(int cluster) {
            return of[cluster];
        }
    }

    Ground(Topology topology, PlacementRules rules) {
        List<FleetCluster> clusters = topology.clusters();
        int size = clusters.size();
        this.rules = rules;
        this.tiers = rules.terms().stream()
                .map(term -> clusters.stream().mapToInt(term::tierOf).toArray())
                .toArray(int[][]::new);
        this.open = new boolean[size];
        this.tolerated = new boolean[size];
        this.weights = rules.strategy() == Strategy.STATIC_WEIGHT ? new long[size] : new long[0];
        this.limits = rules.preferences().limits().isEmpty() ? new Preferences.Limit[0] : new Preferences.Limit[size];
        this.scores = scores(rules.preferences(), clusters);
        this.levels = rules.spread().levels().stream()
                .map(level -> grouped(level, clusters))
                .toArray(Grouped[]::new);
        for (int index = 0; index < size; index++) {
            look(index, clusters.get(index));
        }
    }

    private void look(int index, FleetCluster cluster) {
        open[index] = !cluster.terminating()
                && rules.demands().stream()
                        .noneMatch(demand -> demand.of().apply(cluster).isEmpty());
        tolerated[index] = tolerates(cluster.taints());
        if (weights.length > 0) {
            weights[index] = rules.weight(cluster);
        }
        if (limits.length > 0) {
            limits[index] = rules.preferences().limits().stream()
                    .filter(limit -> limit.rule().matches(cluster))
                    .findFirst()
                    .orElse(NO_LIMIT);
        }
    }

    private static final Preferences.Limit NO_LIMIT = new Preferences.Limit(ClusterRule.ANY, 0, OptionalInt.empty());

    private boolean tolerates(List<Taint> taints) {
        for (Taint taint : taints) {
            if (rules.keepsAway(taint)) {
                return false;
            }
        }
        return true;
    }

    private static int[] scores(Preferences preferences, List<FleetCluster> clusters) {
        int[] sum = new int[clusters.size()];
        for (Preferences.Weighted each : preferences.scorers()) {
            int[] points = each.scorer().scores(clusters);
            for (int index = 0; index < sum.length; index++) {
                sum[index] += each.weight() * Math.clamp(points[index], 0, Scorer.SCORE_MAX);
            }
        }
        return sum;
    }

    private static Grouped grouped(Spread.Grouping grouping, List<FleetCluster> clusters) {
        String[] of = clusters.stream().map(grouping.of()).toArray(String[]::new);
        String[] names = Arrays.stream(of)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        int[] groups = Arrays.stream(of)
                .mapToInt(name -> name.isEmpty() ? -1 : Arrays.binarySearch(names, name))
                .toArray();
        return new Grouped(groups, names);
    }

    /** By cluster, the first tier of the affinity that takes it; {@link #NO_TIER} if none does. */
    int[] tiers(int term) {
        return tiers[term];
    }

    /** Whether nothing keeps workloads of this placement from the cluster, wherever they are. */
    boolean open(int cluster) {
        return open[cluster];
    }

    boolean tolerated(int cluster) {
        return tolerated[cluster];
    }

    /** By static weighting; 0 where no rule names the cluster. */
    long weight(int cluster) {
        return weights.length == 0 ? 0 : weights[cluster];
    }

    /** Whether static weights count, and not the room that clusters have. */
    boolean weighs() {
        return weights.length > 0;
    }

    /** What scorers think of it; 0 if there are none. */
    int score(int cluster) {
        return scores[cluster];
    }

    boolean limited() {
        return limits.length > 0;
    }

    Preferences.Limit limit(int cluster) {
        return limits.length == 0 ? NO_LIMIT : limits[cluster];
    }

    Grouped level(int level) {
        return levels[level];
    }
}
