package dev.flotilla.placement.explain;

import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.placement.DecisionTrace;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload is and why, and for every other cluster why not there.
 *
 * @param replicas null for what has none
 * @param places where it is meant to be, as its binding holds it
 * @param policy null if no policy selects it, or none needs to
 * @param affinity the affinity in use, as the policy writes it
 * @param held the sentence that its binding's {@code Scheduled} condition holds
 * @param asDecided whether the scheduler, asked now, would leave it where it is
 * @param now what the scheduler answers now, in a sentence
 * @param dealtAnew where it would go if it were dealt anew, if that is not where it is; else empty
 * @param clusters every cluster of the fleet once, by name
 * @param waiting what is held back, each in a sentence
 * @param steps how the scheduler comes to what it answers now; empty if it leaves the workload where it is
 */
public record WorkloadExplanation(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        @Nullable Integer replicas,
        List<Place> places,
        @Nullable PolicyChoice policy,
        String strategy,
        String spread,
        String affinity,
        String held,
        boolean asDecided,
        String now,
        String dealtAnew,
        List<ClusterVerdict> clusters,
        List<Leaving> leaving,
        List<Eviction> evictions,
        List<String> waiting,
        DecisionTrace steps) {

    /** Where it is meant to be, and how it is there as far as the member has said. */
    public record Place(
            String cluster, int replicas, BindingStatus.@Nullable Health health, boolean applied, String message) {}

    /** @param why a clause */
    public record PolicyChoice(String policy, String why, List<PassedOver> passedOver) {
        public PolicyChoice {
            passedOver = List.copyOf(passedOver);
        }
    }

    /** Another policy that selects it as well. */
    public record PassedOver(String policy, String why) {}

    /**
     * @param replicas it is meant to have there; null if it is not meant to be there
     * @param decided replicas that the scheduler would give it now; null for none, and 0 for what has no replicas
     * @param decidedBy {@code placed}, or the stage that left the cluster out
     * @param rank 1 for the cluster that is taken first; 0 for one that the filters refused
     * @param tier 0 for a cluster of the affinity itself, 1 and up for those of its overflow affinities; -1 for one
     *     that the filters refused
     * @param score the sum of what {@code points} count
     * @param room replicas it can run in all; null where that was not asked
     * @param filters every filter's verdict, in their order
     * @param points what every scorer says of it
     * @param groups that it belongs to, of the kinds the placement spreads over, the widest first
     */
    public record ClusterVerdict(
            String cluster,
            String region,
            @Nullable Integer replicas,
            @Nullable Integer decided,
            String decidedBy,
            String why,
            int rank,
            int tier,
            int score,
            @Nullable Long room,
            List<Filtered> filters,
            List<Scored> points,
            List<InGroup> groups) {
        public ClusterVerdict {
            filters = List.copyOf(filters);
            points = List.copyOf(points);
            groups = List.copyOf(groups);
        }
    }

    /** @param reason empty if the cluster passed */
    public record Filtered(String filter, boolean passed, String reason) {}

    /**
     * @param points of 100
     * @param counts what they come to by the scorer's weight
     */
    public record Scored(String scorer, int points, int counts) {}

    /**
     * @param name empty if the cluster is in no group of that kind
     * @param chosen whether the scheduler would have the workload in any of the group's clusters now
     */
    public record InGroup(String kind, String name, boolean chosen) {}

    /**
     * A cluster whose copy is to go.
     *
     * @param waitsFor what holds the deletion; empty if nothing does but the member itself
     */
    public record Leaving(
            String cluster, String why, @Nullable Instant since, String waitsFor) {}

    /** A cluster that is barred while the workload is moved away from it. */
    public record Eviction(
            String cluster,
            String reason,
            String message,
            @Nullable Instant since) {}

    public WorkloadExplanation {
        places = List.copyOf(places);
        clusters = List.copyOf(clusters);
        leaving = List.copyOf(leaving);
        evictions = List.copyOf(evictions);
        waiting = List.copyOf(waiting);
    }

    /** The same with more that is held back. */
    public WorkloadExplanation waitingAlso(List<String> more) {
        List<String> all =
                java.util.stream.Stream.concat(waiting.stream(), more.stream()).toList();
        return new WorkloadExplanation(
                apiVersion,
                kind,
                namespace,
                name,
                replicas,
                places,
                policy,
                strategy,
                spread,
                affinity,
                held,
                asDecided,
                now,
                dealtAnew,
                clusters,
                leaving,
                evictions,
                all,
                steps);
    }

    /** {@code eu-1:3 us-2:1}, or the clusters alone for what has no replicas. */
    public String where() {
        return places.isEmpty()
                ? "nowhere"
                : places.stream()
                        .map(place -> replicas == null ? place.cluster() : place.cluster() + ":" + place.replicas())
                        .collect(Collectors.joining(" "));
    }
}
