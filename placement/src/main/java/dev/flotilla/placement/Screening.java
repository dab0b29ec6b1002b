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

    /** In the order they are asked. */
    private static final List<PlacementDecision.Stage> FILTERS = List.of(
            PlacementDecision.Stage.TERMINATING,
            PlacementDecision.Stage.API_ENABLEMENT,
            PlacementDecision.Stage.TAINT_TOLERATION,
            PlacementDecision.Stage.CLUSTER_AFFINITY,
            PlacementDecision.Stage.SPREAD_CONSTRAINT,
            PlacementDecision.Stage.CLUSTER_EVICTION);

    static Screening of(ClusterSnapshot fleet, WorkloadRequest request, Previous previous, PlacementRules.Term term) {
        List<Candidate> candidates = new ArrayList<>(fleet.size());
        List<PlacementDecision.Exclusion> excluded = new ArrayList<>();
        for (FleetCluster cluster : fleet.clusters()) {
            Examined examined = new Examined(cluster, request, previous, term, term.tierOf(cluster));
            Optional<PlacementDecision.Exclusion> refusal = examined.firstRefusal();
            if (refusal.isPresent()) {
                excluded.add(refusal.get());
            } else {
                candidates.add(candidate(cluster, request, previous, examined.tier()));
            }
        }
        return new Screening(candidates, excluded);
    }

    /** Every filter's verdict on every cluster, also of those after the first that refuses; clusters by name. */
    static List<Standing> standings(
            ClusterSnapshot fleet, WorkloadRequest request, Previous previous, PlacementRules.Term term) {
        List<Candidate> ranked = of(fleet, request, previous, term).candidates().stream()
                .sorted(Candidate.BEST_FIRST)
                .toList();
        List<String> names = ranked.stream().map(Candidate::name).toList();
        return fleet.clusters().stream()
                .map(cluster -> {
                    List<Standing.Verdict> filters =
                            new Examined(cluster, request, previous, term, term.tierOf(cluster)).verdicts();
                    int index = names.indexOf(cluster.name());
                    return index < 0
                            ? new Standing(cluster.name(), filters, 0, -1, 0, -1)
                            : standing(ranked.get(index), filters, index + 1, request.workload());
                })
                .toList();
    }

    private static Standing standing(
            Candidate candidate, List<Standing.Verdict> filters, int rank, boolean roomMatters) {
        long room = roomMatters ? candidate.available() : -1;
        return new Standing(candidate.name(), filters, rank, candidate.tier(), candidate.score(), room);
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

    /** One cluster before the filters. */
    private record Examined(
            FleetCluster cluster, WorkloadRequest request, Previous previous, PlacementRules.Term term, int tier) {

        Optional<PlacementDecision.Exclusion> firstRefusal() {
            for (PlacementDecision.Stage filter : FILTERS) {
                Optional<String> refusal = refuses(filter);
                if (refusal.isPresent()) {
                    return Optional.of(new PlacementDecision.Exclusion(cluster.name(), filter, refusal.get()));
                }
            }
            return Optional.empty();
        }

        List<Standing.Verdict> verdicts() {
            return FILTERS.stream()
                    .map(filter -> new Standing.Verdict(filter, refuses(filter)))
                    .toList();
        }

        private Optional<String> refuses(PlacementDecision.Stage filter) {
            return switch (filter) {
                case TERMINATING -> when(cluster.terminating(), "the cluster is leaving the fleet");
                case API_ENABLEMENT ->
                    when(
                            !placed() && !cluster.apis().contains(request.api()),
                            "the cluster does not serve " + request.api());
                case TAINT_TOLERATION -> placed() ? Optional.empty() : untolerated();
                case CLUSTER_AFFINITY -> tier < 0 ? Optional.of(mismatch()) : Optional.empty();
                case SPREAD_CONSTRAINT -> unspreadable();
                case CLUSTER_EVICTION ->
                    when(previous.evicted().contains(cluster.name()), "the workload is being evicted from the cluster");
                case SELECTION, ASSIGNMENT -> Optional.empty();
            };
        }

        private boolean placed() {
            return previous.placed(cluster);
        }

        private Optional<String> untolerated() {
            for (Taint taint : cluster.taints()) {
                if (request.rules().keepsAway(taint)) {
                    return Optional.of("the taint " + taint + " is not tolerated");
                }
            }
            return Optional.empty();
        }

        private Optional<String> unspreadable() {
            for (PlacementRules.Demand demand : request.rules().demands()) {
                if (demand.of().apply(cluster).isEmpty()) {
                    return Optional.of("the cluster has no " + demand.property() + " to spread by");
                }
            }
            return Optional.empty();
        }

        private String mismatch() {
            return term.tiers().getFirst().refuses(cluster).orElse("the affinity does not match");
        }

        private static Optional<String> when(boolean refused, String reason) {
            return refused ? Optional.of(reason) : Optional.empty();
        }
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
