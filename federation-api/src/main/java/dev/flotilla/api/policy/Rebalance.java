package dev.flotilla.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.traffic.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Lets replicas drift back to where a fresh deal would have them, without anybody asking each time.
 *
 * @param when the occasions; empty for clusters that join or recover
 * @param maxMoves how many workloads may be dealt anew in an interval, and be on their way at a time
 * @param interval in which {@code maxMoves} counts, as {@code 1m}
 * @param holdDown how long a cluster must have been ready, and labelled as it is, first; as {@code 5m}
 */
public record Rebalance(
        List<Occasion> when,
        @Rule(min = 1, max = 1000, defaultValue = "10") int maxMoves,

        @Rule(pattern = Spans.PATTERN, defaultValue = "\"1m\"")
        String interval,

        @Rule(pattern = Spans.PATTERN, defaultValue = "\"5m\"")
        String holdDown) {
    private static final Set<Occasion> USUAL = Set.of(Occasion.CLUSTER_JOINED, Occasion.CLUSTER_RECOVERED);
    private static final int MAX_MOVES = 10;

    /** What makes a fresh deal worth while. */
    public enum Occasion {
        /** A cluster that the placement may take is new in the fleet. */
        @JsonProperty("ClusterJoined")
        CLUSTER_JOINED,
        /** A cluster that the placement may take is ready again. */
        @JsonProperty("ClusterRecovered")
        CLUSTER_RECOVERED,
        /** A label, region, zone or provider that the placement reads of a cluster that it may take has changed. */
        @JsonProperty("ClusterRelabelled")
        CLUSTER_RELABELLED,
        /** The workload is placed by a later of several cluster affinities, and an earlier one would do again. */
        @JsonProperty("EarlierAffinityFits")
        EARLIER_AFFINITY_FITS
    }

    public Rebalance {
        when = List.copyOf(when);
        maxMoves = maxMoves <= 0 ? MAX_MOVES : maxMoves;
    }

    public boolean on(Occasion occasion) {
        return (when.isEmpty() ? USUAL : when).contains(occasion);
    }

    public Duration span() {
        return Spans.parse(interval).filter(Duration::isPositive).orElse(Duration.ofMinutes(1));
    }

    public Duration hold() {
        return Spans.parse(holdDown).orElse(Duration.ofMinutes(5));
    }
}
