package dev.flotilla.placement;

import java.util.List;

/**
 * How a decision came about, step by step: which affinities were tried, which groups were weighed, and how replicas
 * were dealt.
 *
 * @param terms the affinities that were tried, in order
 * @param groups those that the workload could spread over, by kind and name; what lies beyond {@value #GROUPS_MAX} is
 *     left out
 * @param rounds in the order they were dealt
 */
public record DecisionTrace(List<Tried> terms, List<Group> groups, List<Round> rounds) {
    public static final int GROUPS_MAX = 128;
    /** How many clusters a round names. */
    public static final int SHARES_MAX = 64;

    public static final DecisionTrace NONE = new DecisionTrace(List.of(), List.of(), List.of());

    /**
     * @param term its name; empty for a policy's only affinity
     * @param candidates how many clusters passed the filters under it
     * @param result what came of it, in words
     */
    public record Tried(String term, int candidates, String result) {}

    /**
     * @param kind what a policy calls it: region, zone, provider, or a label's key
     * @param clusters how many of its clusters passed the filters
     * @param weight how well the workload would do there
     * @param chosen whether the workload goes to any of its clusters
     */
    public record Group(String kind, String name, int clusters, long weight, boolean chosen) {}

    /**
     * @param how in words
     * @param replicas dealt in this round
     * @param clusters how many took part; {@code shares} names the first of them
     */
    public record Round(String how, int replicas, int clusters, List<Share> shares) {
        public Round {
            shares = List.copyOf(shares);
        }
    }

    /** @param votes what the replicas were divided in proportion to */
    public record Share(String cluster, long votes, int replicas) {}

    public DecisionTrace {
        terms = List.copyOf(terms);
        groups = List.copyOf(groups);
        rounds = List.copyOf(rounds);
    }
}
