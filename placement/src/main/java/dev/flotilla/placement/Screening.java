package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets every cluster of the fleet through the filters, under one affinity: those that pass become candidates, of the
 * others it is known which filter refused them and why. Filters run in a fixed order, and the first that refuses is
 * named.
 */
record Screening(List<Candidate> candidates, List<PlacementDecision.Exclusion> excluded) {
    private static final int SCORE_OF_LOCALITY = 100;

    static Screening of(ClusterSnapshot fleet, WorkloadRequest request, Previous previous, PlacementRules.Term term) {
        List<Candidate> candidates = new ArrayList<>(fleet.size());
        List<PlacementDecision.Exclusion> excluded = new ArrayList<>();
        for (FleetCluster cluster : fleet.clusters()) {
            int tier = term.tierOf(cluster);
            Optional<PlacementDecision.Exclusion> refusal = refusal(cluster, request, previous, term, tier);
            if (refusal.isPresent()) {
                excluded.add(refusal.get());
            } else {
                candidates.add(candidate(cluster, request, previous, tier));
            }
        }
        return new Screening(candidates, excluded);
    }

    private static Candidate candidate(FleetCluster cluster, WorkloadRequest request, Previous previous, int tier) {
        int allocatable = request.workload()
                ? cluster.capacity()
                        .map(capacity -> Estimator.replicas(capacity, request.requestMilli()))
                        .orElse(0)
                : 0;
        return new Candidate(
                cluster,
                previous.placed(cluster) ? SCORE_OF_LOCALITY : 0,
                tier,
                allocatable == Integer.MAX_VALUE ? request.replicas() : allocatable,
                previous.replicas().getOrDefault(cluster.name(), 0));
    }

    private static Optional<PlacementDecision.Exclusion> refusal(
            FleetCluster cluster, WorkloadRequest request, Previous previous, PlacementRules.Term term, int tier) {
        if (cluster.terminating()) {
            return exclude(cluster, PlacementDecision.Stage.TERMINATING, "the cluster is leaving the fleet");
        }
        boolean placed = previous.placed(cluster);
        if (!placed && !cluster.apis().contains(request.api())) {
            return exclude(
                    cluster, PlacementDecision.Stage.API_ENABLEMENT, "the cluster does not serve " + request.api());
        }
        if (!placed) {
            for (Taint taint : cluster.taints()) {
                if (request.rules().keepsAway(taint)) {
                    return exclude(
                            cluster,
                            PlacementDecision.Stage.TAINT_TOLERATION,
                            "the taint " + taint + " is not tolerated");
                }
            }
        }
        if (tier < 0) {
            return exclude(cluster, PlacementDecision.Stage.CLUSTER_AFFINITY, mismatch(term, cluster));
        }
        for (PlacementRules.Demand demand : request.rules().demands()) {
            if (demand.of().apply(cluster).isEmpty()) {
                return exclude(
                        cluster,
                        PlacementDecision.Stage.SPREAD_CONSTRAINT,
                        "the cluster has no " + demand.property() + " to spread by");
            }
        }
        if (previous.evicted().contains(cluster.name())) {
            return exclude(
                    cluster,
                    PlacementDecision.Stage.CLUSTER_EVICTION,
                    "the workload is being evicted from the cluster");
        }
        return Optional.empty();
    }

    private static String mismatch(PlacementRules.Term term, FleetCluster cluster) {
        return term.tiers().getFirst().refuses(cluster).orElse("the affinity does not match");
    }

    private static Optional<PlacementDecision.Exclusion> exclude(
            FleetCluster cluster, PlacementDecision.Stage stage, String reason) {
        return Optional.of(new PlacementDecision.Exclusion(cluster.name(), stage, reason));
    }

    /** As {@code 0/6 clusters are available: 4 ClusterAffinity, 2 TaintToleration.} */
    String nobodyFits() {
        TreeMap<String, Long> counts = excluded.stream()
                .collect(Collectors.groupingBy(
                        exclusion -> exclusion.stage().summary(), TreeMap::new, Collectors.counting()));
        String reasons = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        int total = excluded.size() + candidates.size();
        return "0/" + total + " clusters are available" + (reasons.isEmpty() ? "." : ": " + reasons + ".");
    }
}
