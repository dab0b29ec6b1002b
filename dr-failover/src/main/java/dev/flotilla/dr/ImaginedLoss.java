package dev.flotilla.dr;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.binding.Relocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The fleet without some clusters, and what eviction would do there. */
final class ImaginedLoss {
    /** Nothing imagined yet, to begin with. */
    static final ImaginedLoss NONE = new ImaginedLoss(
            Set.of(),
            ClusterSnapshot.EMPTY,
            ClusterSnapshot.EMPTY,
            Relocations.NONE,
            new Seen(List.of(), new Fleet(List.of()), Instant.EPOCH));

    private final Set<String> lost;
    private final ClusterSnapshot real;
    private final ClusterSnapshot imagined;
    private final Relocations relocations;
    private final Seen seen;

    /** Of one snapshot: all workloads, the fleet after the loss, and when that is. */
    private record Seen(List<BoundWorkload> workloads, Fleet fleet, Instant since) {}

    private ImaginedLoss(
            Set<String> lost, ClusterSnapshot real, ClusterSnapshot imagined, Relocations relocations, Seen seen) {
        this.lost = Set.copyOf(lost);
        this.real = real;
        this.imagined = imagined;
        this.relocations = relocations;
        this.seen = seen;
    }

    /** The same question to another snapshot; what has not changed since is not worked out again. */
    @SuppressWarnings("ReferenceEquality") // the very same fleet, as FleetView promises
    ImaginedLoss over(FleetWorkloads workloads, Snapshot snapshot, Set<String> clusters, Instant now) {
        ClusterSnapshot fleet = workloads.clusters(snapshot);
        ClusterSnapshot after = fleet == real && clusters.equals(lost) ? imagined : without(fleet, clusters);
        return new ImaginedLoss(
                clusters,
                fleet,
                after,
                relocations.over(after),
                new Seen(workloads.bound(snapshot), workloads.fleet(snapshot).losing(clusters, now), now));
    }

    private static ClusterSnapshot without(ClusterSnapshot fleet, Set<String> lost) {
        return fleet.with(cluster -> lost.contains(cluster.name())
                ? cluster.tainted(Member.withTaint(
                        Member.withTaint(cluster.taints(), Taint.NO_SCHEDULE, null), Taint.NO_EXECUTE, null))
                : cluster);
    }

    /** How many there are, concerned or not. */
    int workloads() {
        return seen.workloads().size();
    }

    LossForecast forecast() {
        List<EvictionPlan.Eviction> evictions =
                EvictionPlan.inTheEnd(seen.fleet(), seen.workloads(), relocations).evictions().stream()
                        .filter(eviction -> concerned(eviction.workload()))
                        .toList();
        SequencedMap<ObjectKey, Fate> fates = new LinkedHashMap<>();
        evictions.forEach(eviction -> fates.put(eviction.workload().binding().key(), moves(eviction)));
        seen.workloads().stream()
                .filter(this::concerned)
                .forEach(workload -> fates.computeIfAbsent(workload.binding().key(), _ -> remains(workload)));
        return new LossForecast(
                new TreeSet<>(lost),
                seen.fleet().suspicion(),
                List.copyOf(fates.values()),
                Crowd.of(imagined, evictions));
    }

    private boolean concerned(BoundWorkload workload) {
        return !workload.binding().head().terminating()
                && workload.targets().stream().anyMatch(target -> lost.contains(target.name()));
    }

    private Fate moves(EvictionPlan.Eviction eviction) {
        Instant due = eviction.leaving().stream()
                .map(EvictionPlan.Leaving::due)
                .max(Comparator.naturalOrder())
                .orElse(seen.since());
        Duration wait = due.isAfter(seen.since()) ? Duration.between(seen.since(), due) : Duration.ZERO;
        SortedMap<String, Integer> after = eviction.relocation().targets();
        return fate(eviction.workload(), Outcome.MOVES, after, "").after(wait);
    }

    /** A workload that eviction leaves alone, and why it does. */
    private Fate remains(BoundWorkload workload) {
        SortedMap<String, Integer> elsewhere = workload.placed();
        elsewhere.keySet().removeAll(lost);
        boolean carriedOn = workload.copied()
                && (!elsewhere.isEmpty() || !workload.bound().request().workload());
        if (!workload.evictable()) {
            return fate(workload, Outcome.STAYS, elsewhere, "every cluster has it, or what needs it has");
        }
        if (!workload.movable() && carriedOn) {
            return fate(workload, Outcome.STAYS, elsewhere, "it is wherever it may be");
        }
        if (tolerates(workload)) {
            return fate(
                    workload,
                    carriedOn ? Outcome.STAYS : Outcome.UNPLACED,
                    elsewhere,
                    "its policy tolerates the loss for ever");
        }
        Set<String> gone = new TreeSet<>(workload.placed().keySet());
        gone.retainAll(lost);
        Relocation answer = relocations.of(workload, gone);
        return answer.found()
                ? fate(workload, Outcome.STAYS, elsewhere, "its other copies are enough")
                : fate(workload, Outcome.UNPLACED, elsewhere, answer.decision().summary())
                        .notElsewhere(answer.decision().leftOut());
    }

    private boolean tolerates(BoundWorkload workload) {
        return workload.targets().stream()
                .filter(target -> lost.contains(target.name()))
                .flatMap(target -> seen.fleet().member(target.name()).stream())
                .allMatch(member -> workload.leaves(member.taints()).isEmpty());
    }

    private static Fate fate(BoundWorkload workload, Outcome outcome, SortedMap<String, Integer> after, String why) {
        return new Fate(
                workload.binding().key(),
                workload.resource().kind(),
                workload.resource().name(),
                workload.priority(),
                outcome,
                workload.placed(),
                after,
                Duration.ZERO,
                why,
                List.of());
    }
}
