package dev.flotilla.placement.rebalance;

import dev.flotilla.api.policy.Rebalance;
import dev.flotilla.api.policy.Rebalance.Occasion;
import dev.flotilla.placement.PlacementRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which of a policy's workloads are to be dealt anew now, and when to look again. Pure.
 *
 * @param deal in the order in which they were dealt last
 * @param again empty if nothing is to be expected
 */
record RebalancePlan<K>(List<K> deal, Optional<Duration> again) {
    private static final Duration JOINING_MAX = Duration.ofMinutes(1);

    /** How long a cluster is waited for that is ready and has not told what it has; some never do. */
    private static final Duration TELLING_MAX = Duration.ofMinutes(1);

    RebalancePlan {
        deal = List.copyOf(deal);
    }

    /** One of the policy's workloads. */
    record Workload<K>(K key, Dealt dealt) {}

    /**
     * @param fitsEarlier whether a workload, dealt anew, would be placed by an earlier affinity than now, in clusters
     *     that have been ready for the hold-down; asked only of those that are placed by a later one
     */
    static <K> RebalancePlan<K> of(
            Rebalance rebalance,
            PlacementRules rules,
            List<Readiness> fleet,
            List<Workload<K>> workloads,
            Predicate<K> fitsEarlier,
            Instant now) {
        List<Reason> reasons = fleet.stream()
                .flatMap(cluster -> reasons(rebalance, rules, cluster))
                .toList();
        Instant held = now.minus(rebalance.hold());
        Optional<Instant> latest = reasons.stream()
                .filter(reason -> !reason.holdsFrom().isAfter(held))
                .map(Reason::at)
                .max(Instant::compareTo);
        Instant windowBegins = now.minus(rebalance.span());
        long underWay = workloads.stream()
                .filter(workload -> workload.dealt().moving()
                        || workload.dealt()
                                .asked()
                                .filter(windowBegins::isBefore)
                                .isPresent())
                .count();
        String first = rules.terms().getFirst().name();
        Predicate<Workload<K>> later = workload -> rebalance.on(Occasion.EARLIER_AFFINITY_FITS)
                && !workload.dealt().affinity().isEmpty()
                && !workload.dealt().affinity().equals(first);
        Predicate<Workload<K>> stale = workload -> workload.dealt().divided()
                && latest.filter(workload.dealt().at()::isBefore).isPresent();
        List<Workload<K>> due = workloads.stream()
                .filter(workload -> !workload.dealt().moving())
                .filter(stale.or(later.and(workload -> fitsEarlier.test(workload.key()))))
                .sorted((one, other) -> one.dealt().at().compareTo(other.dealt().at()))
                .toList();
        int allowed = Math.clamp(rebalance.maxMoves() - underWay, 0, due.size());
        List<K> deal = due.stream().limit(allowed).map(Workload::key).toList();
        List<Duration> waits = new ArrayList<>();
        if (due.size() > allowed || workloads.stream().anyMatch(later)) {
            waits.add(rebalance.span());
        }
        reasons.stream()
                .map(Reason::holdsFrom)
                .filter(held::isBefore)
                .map(from -> Duration.between(held, from))
                .forEach(waits::add);
        return new RebalancePlan<>(deal, waits.stream().min(Duration::compareTo));
    }

    /**
     * What makes a cluster worth a fresh deal of what was dealt before.
     *
     * @param at what was dealt later has taken it into account
     * @param holdsFrom when the hold-down begins
     */
    private record Reason(Instant at, Instant holdsFrom) {
        Reason(Instant at) {
            this(at, at);
        }
    }

    private static Stream<Reason> reasons(Rebalance rebalance, PlacementRules rules, Readiness cluster) {
        if (cluster.readySince().isEmpty() || !rules.mayTake(cluster.cluster())) {
            return Stream.empty();
        }
        Instant ready = cluster.readySince().get();
        return Stream.concat(presence(rebalance, cluster, ready), relabelling(rebalance, rules, cluster, ready));
    }

    /** It is made known before it is first ready; what comes long after that is a recovery. */
    private static Stream<Reason> presence(Rebalance rebalance, Readiness cluster, Instant ready) {
        Duration joining = Collections.max(List.of(rebalance.hold(), JOINING_MAX));
        boolean again = Duration.between(cluster.joined(), ready).compareTo(joining) > 0;
        Occasion what = again ? Occasion.CLUSTER_RECOVERED : Occasion.CLUSTER_JOINED;
        Instant first = again || ready.isBefore(cluster.joined()) ? cluster.joined() : ready;
        return Stream.of(Occasion.CLUSTER_JOINED, Occasion.CLUSTER_RECOVERED)
                .filter(occasion -> rebalance.on(occasion) && (again || occasion == what))
                .map(occasion -> occasion == Occasion.CLUSTER_JOINED ? first : ready)
                .map(at -> cluster.known() ? new Reason(at) : new Reason(at, ready.plus(TELLING_MAX)));
    }

    /** A cluster that is lost and comes back meanwhile is dealt to no sooner for it, but not a second time either. */
    private static Stream<Reason> relabelling(
            Rebalance rebalance, PlacementRules rules, Readiness cluster, Instant ready) {
        return cluster
                .labels()
                .filter(_ -> rebalance.on(Occasion.CLUSTER_RELABELLED))
                .flatMap(labels -> labels.changed(rules::names))
                .map(at -> new Reason(at, ready.isAfter(at) ? ready : at))
                .stream();
    }
}
