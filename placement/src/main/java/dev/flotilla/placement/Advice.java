package dev.flotilla.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What others said, when they were asked, of the clusters for one workload. Data like any other: a decision takes it in
 * and asks nobody.
 *
 * @param said in the order in which they are named in configuration
 */
public record Advice(List<Said> said) {
    public static final Advice NONE = new Advice(List.of());

    /**
     * What one of them said.
     *
     * @param weight what the points are multiplied with
     * @param refused clusters that the workload must not be in, each with the reason
     * @param points by cluster, 0 to {@link Scorer#SCORE_MAX}, the best highest; none counts as 0
     */
    public record Said(String by, int weight, Map<String, String> refused, Map<String, Integer> points) {
        public Said {
            refused = Map.copyOf(refused);
            points = Map.copyOf(points);
        }

        int points(String cluster) {
            return Math.clamp(points.getOrDefault(cluster, 0), 0, Scorer.SCORE_MAX);
        }
    }

    public Advice {
        said = List.copyOf(said);
    }

    boolean silent() {
        return said.isEmpty();
    }

    /** Why the workload must not be in the cluster, and who says so; empty if nobody minds. */
    Optional<String> refuses(String cluster) {
        for (Said each : said) {
            String reason = each.refused().get(cluster);
            if (reason != null) {
                return Optional.of(each.by() + ": " + reason);
            }
        }
        return Optional.empty();
    }

    /** What all points for the cluster come to. */
    int counts(String cluster) {
        int sum = 0;
        for (Said each : said) {
            sum += each.weight() * each.points(cluster);
        }
        return sum;
    }
}
