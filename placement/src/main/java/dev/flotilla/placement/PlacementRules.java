package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.policy.Toleration;
import java.util.List;
import java.util.function.Function;

/**
 * A policy's placement, made ready for deciding.
 *
 * @param terms the affinities in the order they are tried; one that matches every cluster if the policy names none
 * @param demands what a cluster must have for the spread constraints to make sense of it
 * @param fingerprint equal for equal placements alone
 * @param preferences what is asked beyond Karmada's language
 */
public record PlacementRules(
        List<Term> terms,
        List<Toleration> tolerations,
        Spread spread,
        List<Demand> demands,
        Strategy strategy,
        List<Weight> weights,
        String fingerprint,
        Preferences preferences) {

    private static final PlacementRules EVERYWHERE = new PlacementRules(
            List.of(new Term("", List.of(ClusterRule.ANY))),
            List.of(new Toleration("", "Exists", "", "", null)),
            Spread.NONE,
            List.of(),
            Strategy.DUPLICATED,
            List.of(),
            "everywhere");

    /**
     * One affinity and those that its workload overflows into.
     *
     * @param name empty for a policy's only affinity
     * @param tiers the affinity itself first
     */
    public record Term(String name, List<ClusterRule> tiers) {
        public Term {
            tiers = List.copyOf(tiers);
        }

        /** The first tier that takes the cluster; -1 if none does. */
        int tierOf(FleetCluster cluster) {
            for (int tier = 0; tier < tiers.size(); tier++) {
                if (tiers.get(tier).matches(cluster)) {
                    return tier;
                }
            }
            return -1;
        }
    }

    /** A property that a cluster must have, such as a region. */
    public record Demand(String property, Function<FleetCluster, String> of) {}

    /** A rule of static weighting. */
    public record Weight(ClusterRule rule, long weight) {}

    public PlacementRules {
        terms = List.copyOf(terms);
        tolerations = List.copyOf(tolerations);
        demands = List.copyOf(demands);
        weights = List.copyOf(weights);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a placement needs at least one affinity, if only the empty one");
        }
    }

    /** In Karmada's language alone. */
    public PlacementRules(
            List<Term> terms,
            List<Toleration> tolerations,
            Spread spread,
            List<Demand> demands,
            Strategy strategy,
            List<Weight> weights,
            String fingerprint) {
        this(terms, tolerations, spread, demands, strategy, weights, fingerprint, Preferences.NONE);
    }

    /** To every cluster whatever its taints: what a namespace needs. */
    public static PlacementRules everywhere() {
        return EVERYWHERE;
    }

    /** Whether the taint keeps workloads of this placement away. */
    boolean keepsAway(Taint taint) {
        boolean effective =
                taint.effect().equals(Taint.NO_SCHEDULE) || taint.effect().equals(Taint.NO_EXECUTE);
        if (!effective) {
            return false;
        }
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint.key(), taint.value(), taint.effect())) {
                return false;
            }
        }
        return true;
    }

    /** Whether any affinity matches the cluster. */
    public boolean mayTake(FleetCluster cluster) {
        return terms.stream().anyMatch(term -> term.tierOf(cluster) >= 0);
    }

    /** Whether the placement may look at a label or field of clusters; what it does not name it cannot look at. */
    public boolean names(String property) {
        return fingerprint.contains("\"" + property + "\"");
    }

    /** The weight of a cluster by the heaviest rule that matches it; 0 if none does. */
    long weight(FleetCluster cluster) {
        long heaviest = 0;
        for (Weight weight : weights) {
            if (weight.weight() > heaviest && weight.rule().matches(cluster)) {
                heaviest = weight.weight();
            }
        }
        return heaviest;
    }

    /** Whether to decide as Karmada also where we think better of it. */
    public boolean asKarmada() {
        return preferences.karmadaCompat();
    }
}
