package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.Site;
import dev.flotilla.dr.EvictionPlan;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a run's next step is decided from.
 *
 * @param clusters the whole fleet, by name
 * @param lost names of those that the run is about
 * @param all every binding
 * @param judged those that run something and are in the run's scope
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
        Collection<RunWorkload> all,
        List<RunWorkload> judged,
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

    /** Those in scope that have a copy in the lost clusters. */
    List<RunWorkload> affected() {
        return judged.stream().filter(each -> each.isIn(lost)).toList();
    }

    /** What has moved from the lost clusters since the run's loss began. */
    List<RunWorkload> moved() {
        return moved(all);
    }

    /** The same of the workloads in scope alone. */
    List<RunWorkload> movedJudged() {
        return moved(judged);
    }

    private List<RunWorkload> moved(Collection<RunWorkload> some) {
        @Nullable Instant since = run.status().lostSince();
        return some.stream()
                .filter(each -> each.moved()
                        .filter(record -> record.from().stream().anyMatch(lost::contains)
                                && (since == null || !record.at().isBefore(since)))
                        .isPresent())
                .toList();
    }

    /** What of the workloads in scope is missing in the clusters that count; empty if all are available. */
    List<String> missing(boolean withoutLost) {
        return judged.stream()
                .filter(each -> !withoutLost || !staysLost(each))
                .flatMap(each -> each.missing(cluster -> !withoutLost || outside(cluster)).stream()
                        .map(missing -> each.label() + " (" + missing + ")"))
                .toList();
    }

    /** Meant for lost clusters alone, and to stay so: there is nowhere else it may be. */
    private boolean staysLost(RunWorkload workload) {
        return !workload.bound().movable() && workload.targets().noneMatch(this::outside);
    }
}
