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
 * @param room replicas it can run in all; -1 where that was not asked
 */
public record Standing(String cluster, List<Verdict> filters, int rank, int tier, int score, long room) {
    /** @param refusal why the cluster did not pass; empty if it did */
    public record Verdict(PlacementDecision.Stage filter, Optional<String> refusal) {}

    public Standing {
        filters = List.copyOf(filters);
    }

    public boolean passed() {
        return rank > 0;
    }
}
