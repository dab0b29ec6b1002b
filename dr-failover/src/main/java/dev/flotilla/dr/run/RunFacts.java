package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunStatus.Move;
import dev.flotilla.api.dr.Site;
import dev.flotilla.dr.EvictionPlan;
import dev.flotilla.placement.binding.BindingKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a run's next step is decided from.
 *
 * @param clusters the whole fleet, by name
 * @param lost names of those that the run is about
 * @param look what of all bindings it has to do with
 * @param inScope whether the run judges a workload
 * @param weights of each GlobalTrafficPolicy, by cluster
 * @param unsettled GlobalTrafficPolicies whose weights are on their way
 * @param others active runs that touch the same clusters
 * @param suspicion why the hub holds evictions back, if it does
 * @param places where a workload could go
 */
record RunFacts(
        FailoverRun run,
        Instant now,
        SortedMap<String, SiteCluster> clusters,
        Set<String> lost,
        RunLook look,
        Predicate<RunWorkload> inScope,
        SortedMap<String, Map<String, Integer>> weights,
        List<String> unsettled,
        List<String> others,
        Optional<String> suspicion,
        EvictionPlan.Places places) {

    List<SiteCluster> lostClusters() {
        return clusters.values().stream()
                .filter(each -> lost.contains(each.name()))
                .toList();
    }

    List<SiteCluster> otherClusters() {
        return clusters.values().stream()
                .filter(each -> !lost.contains(each.name()))
                .toList();
    }

    boolean outside(String cluster) {
        return !lost.contains(cluster);
    }

    String sites() {
        return run.spec().sites().stream().map(Site::label).collect(Collectors.joining(", "));
    }

    /** Those that run something and are in scope: a pass over all bindings, for the start of a run. */
    Stream<RunWorkload> judged() {
        return look.running().filter(inScope);
    }

    /** Those in scope that have a copy in the lost clusters. */
    List<RunWorkload> affected() {
        return look.affected().filter(inScope).toList();
    }

    /** What has moved from the lost clusters since the run's loss began. */
    Stream<RunWorkload> moved() {
        @Nullable Instant since = run.status().lostSince();
        return look.moved()
                .filter(each -> since == null
                        || each.moved()
                                .filter(record -> !record.at().isBefore(since))
                                .isPresent());
    }

    /** Whether any of them runs something and is in scope. */
    boolean movedJudged() {
        return moved().filter(RunWorkload::runs).anyMatch(inScope);
    }

    /** What of the workloads in scope is missing in the clusters that count; empty if all are available. */
    List<String> missing(boolean withoutLost) {
        return look.missing(withoutLost)
                .filter(inScope)
                .flatMap(each -> each.missing(cluster -> !withoutLost || outside(cluster)).stream()
                        .map(missing -> each.label() + " (" + missing + ")"))
                .toList();
    }

    /** The workload of a move that was noted; empty if its binding is gone. */
    Optional<RunWorkload> workload(Move move) {
        return look.of(BindingKeys.of(move.namespace(), move.kind(), move.name()));
    }
}
