package dev.flotilla.placement;

import java.util.List;
import java.util.Optional;

/**
 * How one cluster fares under the affinity that a decision was made by: what every filter says of it, and where it
 * ranks among those that passed them all.
 *
 * @param filters in the order they are asked
 * @param rank 1 for the cluster that is taken first; 0 for one that did not pass
 * @param tier 0 for a cluster of the affinity itself, 1 and up for those of its overflow affinities; -1 if it did not
 *     pass
 * @param score the sum of what the points count
 * @param room replicas it can run in all; -1 where that was not asked
 * @param points what every scorer says of it; none if it did not pass
 * @param groups that it belongs to, of the kinds the placement spreads over, the widest first
 */
public record Standing(
        String cluster,
        List<Verdict> filters,
        int rank,
        int tier,
        int score,
        long room,
        List<Points> points,
        List<Group> groups) {
    /** @param refusal why the cluster did not pass; empty if it did */
    public record Verdict(PlacementDecision.Stage filter, Optional<String> refusal) {}

    /**
     * @param points of 100
     * @param counts what they come to by the scorer's weight
     */
    public record Points(String scorer, int points, int counts) {}

    /** @param name empty if the cluster is in no group of that kind */
    public record Group(String kind, String name) {}

    public Standing {
        filters = List.copyOf(filters);
        points = List.copyOf(points);
        groups = List.copyOf(groups);
    }

    public boolean passed() {
        return rank > 0;
    }
}
