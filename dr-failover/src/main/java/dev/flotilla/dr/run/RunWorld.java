package dev.flotilla.dr.run;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunSpec.Purpose;
import dev.flotilla.api.dr.FailoverStep;
import dev.flotilla.api.dr.Scope;
import dev.flotilla.api.dr.Site;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.traffic.TrafficKinds;
import dev.flotilla.dr.FleetWorkloads;
import dev.flotilla.placement.Derived;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a run is decided from out of a snapshot; each object once for each of its versions. */
final class RunWorld {
    /** Runs over how many different sets of clusters are kept up with at a time. */
    private static final int INDICES_MAX = 4;

    private final FleetWorkloads workloads;
    private final Derived<SiteCluster> clusters = new Derived<>(Cluster.RESOURCE, SiteCluster::of);
    private final Derived<FailoverRun> runs = new Derived<>(FailoverRun.RESOURCE, FailoverRun::of);
    private final Map<Set<String>, RunIndex> indices = new ConcurrentHashMap<>();
    private final Derived<TrafficState> traffic =
            new Derived<>(TrafficKinds.GLOBAL_TRAFFIC_POLICY, found -> TrafficState.of(found.tree()));

    RunWorld(FleetWorkloads workloads) {
        this.workloads = workloads;
    }

    /** @param converged its weights are where its strategy wants them, or it says nothing of it */
    private record TrafficState(Map<String, Integer> weights, boolean converged) {
        static TrafficState of(ObjectNode policy) {
            Map<String, Integer> weights = new TreeMap<>();
            policy.at("/status/effective")
                    .forEach(each -> weights.put(
                            each.path("cluster").asString(""),
                            each.path("weight").asInt(0)));
            boolean onItsWay = policy.at("/status/conditions")
                    .valueStream()
                    .anyMatch(each -> each.path("type").asString("").equals("Converged")
                            && each.path("status").asString("").equals("False"));
            return new TrafficState(weights, !onItsWay);
        }
    }

    SortedMap<ObjectKey, FailoverRun> runs(Snapshot snapshot) {
        return runs.at(snapshot);
    }

    SortedMap<ObjectKey, SiteCluster> clusters(Snapshot snapshot) {
        return clusters.at(snapshot);
    }

    RunFacts facts(Snapshot snapshot, FailoverRun run, Instant now) {
        SortedMap<String, SiteCluster> byName = new TreeMap<>();
        clusters.at(snapshot).values().forEach(each -> byName.put(each.name(), each));
        SortedMap<String, Map<String, Integer>> weights = new TreeMap<>();
        List<String> unsettled = new ArrayList<>();
        traffic.at(snapshot).forEach((key, state) -> {
            String name = key.namespace() + "/" + key.name();
            weights.put(name, state.weights());
            if (!state.converged()) {
                unsettled.add(name);
            }
        });
        Set<String> lost = lost(run, byName);
        return new RunFacts(
                run,
                now,
                byName,
                lost,
                look(snapshot, lost),
                inScope(snapshot, run.spec().judged()),
                weights,
                unsettled,
                others(snapshot, run, lost, byName),
                workloads.fleet(snapshot).suspicion(),
                workloads.places(snapshot));
    }

    private RunLook look(Snapshot snapshot, Set<String> lost) {
        if (indices.size() >= INDICES_MAX && !indices.containsKey(lost)) {
            indices.clear();
        }
        return indices.computeIfAbsent(Set.copyOf(lost), clusters -> new RunIndex(clusters, RunWorkload::of))
                .at(snapshot);
    }

    /** Keeps nothing of bindings any more, since no run is under way. */
    void rest() {
        indices.clear();
    }

    /** A drill's sites as they were when it began; of a real loss also what is lost of them since. */
    private static Set<String> lost(FailoverRun run, SortedMap<String, SiteCluster> clusters) {
        Set<String> lost = new TreeSet<>(run.status().clusters());
        boolean real = run.spec().purpose() == Purpose.INCIDENT;
        if (!real && !lost.isEmpty()) {
            return lost;
        }
        clusters.values().stream()
                .filter(each -> included(run.spec().sites(), each))
                .filter(each -> !real || each.isLost())
                .forEach(each -> lost.add(each.name()));
        return lost;
    }

    static boolean included(List<Site> sites, SiteCluster cluster) {
        return sites.stream().anyMatch(site -> site.includes(cluster.cluster()));
    }

    private static Predicate<RunWorkload> inScope(Snapshot snapshot, Scope scope) {
        return each -> scope.includes(each.reference().namespace(), labels(snapshot, scope, each));
    }

    /** The template's own; not looked up where no selector asks for them. */
    private static Map<String, String> labels(Snapshot snapshot, Scope scope, RunWorkload workload) {
        if (scope.workloadSelector() == null) {
            return Map.of();
        }
        Map<String, String> labels = new HashMap<>();
        workload.template(snapshot)
                .ifPresent(template -> labels.putAll(template.head().labels()));
        return labels;
    }

    private List<String> others(
            Snapshot snapshot, FailoverRun run, Set<String> lost, SortedMap<String, SiteCluster> byName) {
        return runs.at(snapshot).values().stream()
                .filter(other -> !other.name().equals(run.name()) && !other.completed())
                .filter(other -> earlier(other, run))
                .filter(other -> byName.values().stream()
                        .anyMatch(cluster -> lost.contains(cluster.name())
                                && included(other.spec().sites(), cluster)))
                .map(FailoverRun::name)
                .collect(Collectors.toList());
    }

    /** Of two that have not begun, the one with the smaller name goes first; one that has begun goes before both. */
    private static boolean earlier(FailoverRun other, FailoverRun run) {
        boolean begun = other.status().steps().stream().anyMatch(step -> step.step() != FailoverStep.PREFLIGHT);
        return begun || other.name().compareTo(run.name()) < 0;
    }
}
