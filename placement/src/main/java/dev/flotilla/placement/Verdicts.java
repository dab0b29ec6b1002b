package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.placement.PlacementDecision.Exclusion;
import dev.flotilla.placement.PlacementDecision.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every filter says of a cluster, in words. Filters are asked in a fixed order, and the first that refuses is the
 * one that a decision names. Says the same as {@link Screening}, which only wants to know whether.
 */
record Verdicts(FleetCluster cluster, WorkloadRequest request, Previous previous, PlacementRules.Term term) {
    /** In the order they are asked. */
    private static final List<Stage> FILTERS = List.of(
            Stage.TERMINATING,
            Stage.API_ENABLEMENT,
            Stage.TAINT_TOLERATION,
            Stage.CLUSTER_AFFINITY,
            Stage.SPREAD_CONSTRAINT,
            Stage.CLUSTER_EVICTION,
            Stage.WORKLOAD_AFFINITY,
            Stage.WORKLOAD_ANTI_AFFINITY,
            Stage.EXTENSION);

    /** How many of them ask neither where the workload is nor anything else of its own. */
    private static final int OF_ALL = FILTERS.indexOf(Stage.CLUSTER_EVICTION);

    Optional<Exclusion> firstRefusal() {
        return firstRefusal(FILTERS);
    }

    /** The first refusal of any workload of the request's kind and placement that is not in the cluster. */
    Optional<Exclusion> refusalOfAll() {
        return firstRefusal(FILTERS.subList(0, OF_ALL));
    }

    private Optional<Exclusion> firstRefusal(List<Stage> filters) {
        for (Stage filter : filters) {
            Optional<String> refusal = refuses(filter);
            if (refusal.isPresent()) {
                return Optional.of(new Exclusion(cluster.name(), filter, refusal.get()));
            }
        }
        return Optional.empty();
    }

    /** Of the filters that the request has anything to do with. */
    List<Standing.Verdict> all() {
        List<Standing.Verdict> all = new ArrayList<>();
        for (Stage filter : FILTERS) {
            if (applies(filter)) {
                all.add(new Standing.Verdict(filter, refuses(filter)));
            }
        }
        return all;
    }

    private boolean applies(Stage filter) {
        return switch (filter) {
            case WORKLOAD_AFFINITY -> request.peers().together().isPresent();
            case WORKLOAD_ANTI_AFFINITY -> !request.peers().apart().isEmpty();
            case EXTENSION ->
                !request.rules().preferences().filters().isEmpty()
                        || !request.advice().silent();
            case TERMINATING,
                    API_ENABLEMENT,
                    TAINT_TOLERATION,
                    CLUSTER_AFFINITY,
                    SPREAD_CONSTRAINT,
                    CLUSTER_EVICTION,
                    SELECTION,
                    ASSIGNMENT -> true;
        };
    }

    private Optional<String> refuses(Stage filter) {
        return switch (filter) {
            case TERMINATING -> when(cluster.terminating(), "the cluster is leaving the fleet");
            case API_ENABLEMENT ->
                when(
                        !placed() && !cluster.apis().contains(request.api()),
                        "the cluster does not serve " + request.api());
            case TAINT_TOLERATION -> placed() ? Optional.empty() : untolerated();
            case CLUSTER_AFFINITY -> term.tierOf(cluster) < 0 ? Optional.of(mismatch()) : Optional.empty();
            case SPREAD_CONSTRAINT -> unspreadable();
            case CLUSTER_EVICTION ->
                when(previous.evicted().contains(cluster.name()), "the workload is being evicted from the cluster");
            case WORKLOAD_AFFINITY ->
                when(
                        !placed()
                                && !request.peers()
                                        .together()
                                        .map(clusters -> clusters.contains(cluster.name()))
                                        .orElse(true),
                        "not every workload of its affinity group is there");
            case WORKLOAD_ANTI_AFFINITY ->
                when(
                        !placed() && request.peers().apart().contains(cluster.name()),
                        "a workload of its anti-affinity group is there");
            case EXTENSION -> extended();
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

    private Optional<String> extended() {
        for (Filter filter : request.rules().preferences().filters()) {
            Optional<String> refusal = filter.refuses(cluster, request, placed());
            if (refusal.isPresent()) {
                return Optional.of(filter.name() + ": " + refusal.get());
            }
        }
        return request.advice().refuses(cluster.name());
    }

    private String mismatch() {
        return term.tiers().getFirst().refuses(cluster).orElse("the affinity does not match");
    }

    private static Optional<String> when(boolean refused, String reason) {
        return refused ? Optional.of(reason) : Optional.empty();
    }
}
