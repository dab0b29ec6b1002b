package dev.flotilla.dr;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.work.EvictionTask;
import dev.flotilla.api.work.TargetCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which workloads leave which clusters now, and which evictions are over.
 *
 * <p>Who must leave is a matter of taints and tolerations; how many at a time, of the budget: the highest priority
 * first, then the one that waits longest. While the hub suspects itself, nothing leaves for what the hub sees, only for
 * what people say. An eviction is over when its cause is: what moved stays where it went, and the cluster may be chosen
 * again.
 *
 * @param evictions at most as many as the budget leaves
 * @param waiting how many more are due, held back by budget or suspicion
 * @param suspicion why the hub holds evictions back; empty if it does not
 * @param again when to look again although nothing changes
 */
record EvictionPlan(
        List<Eviction> evictions,
        List<Release> releases,
        int waiting,
        Optional<String> suspicion,
        Optional<Duration> again) {

    /** One workload leaves one cluster. */
    record Eviction(BoundWorkload workload, String cluster, Taint cause, Instant due) {
        static final Comparator<Eviction> ORDER = Comparator.<Eviction>comparingInt(
                        eviction -> eviction.workload().priority())
                .reversed()
                .thenComparing(Eviction::due)
                .thenComparing(eviction -> eviction.workload().binding().key())
                .thenComparing(Eviction::cluster);
    }

    /** One eviction is over. */
    record Release(BoundWorkload workload, String cluster) {}

    static EvictionPlan decide(
            Fleet fleet, Collection<BoundWorkload> workloads, EvictionSettings settings, Instant now) {
        List<Eviction> wanted = new ArrayList<>();
        List<Release> releases = new ArrayList<>();
        for (BoundWorkload workload : workloads) {
            workload.targets()
                    .forEach(target -> eviction(fleet, workload, target).ifPresent(wanted::add));
            workload.tasks().stream()
                    .filter(task -> over(fleet, workload, task))
                    .forEach(task -> releases.add(new Release(workload, task.fromCluster())));
        }
        Optional<String> suspicion = fleet.suspicion();
        List<Eviction> due = wanted.stream()
                .filter(eviction -> !eviction.due().isAfter(now))
                .sorted(Eviction.ORDER)
                .toList();
        List<Eviction> allowed = due.stream()
                .filter(eviction -> suspicion.isEmpty() || !Fleet.observed(eviction.cause()))
                .limit(left(workloads, settings, now))
                .toList();
        return new EvictionPlan(
                allowed, releases, due.size() - allowed.size(), suspicion, again(wanted, due, allowed, settings, now));
    }

    /** How many evictions the budget leaves for now. */
    static int left(Collection<BoundWorkload> workloads, EvictionSettings settings, Instant now) {
        Instant since = now.minus(settings.interval());
        long recent = workloads.stream()
                .flatMap(workload -> workload.tasks().stream())
                .filter(task -> task.producer().equals(BoundWorkload.PRODUCER)
                        && task.creationTimestamp() != null
                        && task.creationTimestamp().isAfter(since))
                .count();
        return (int) Math.max(0, settings.budget() - recent);
    }

    private static Optional<Eviction> eviction(Fleet fleet, BoundWorkload workload, TargetCluster target) {
        if (!workload.evictable()) {
            return Optional.empty();
        }
        List<Taint> taints = fleet.member(target.name()).map(Member::taints).orElse(List.of());
        return workload.leaves(taints).map(due -> new Eviction(workload, target.name(), cause(workload, taints), due));
    }

    /** The taint to name: a person's before one of the hub's own, then the one that is due first. */
    private static Taint cause(BoundWorkload workload, List<Taint> taints) {
        return taints.stream()
                .filter(taint -> workload.leaves(List.of(taint)).isPresent())
                .min(Comparator.comparing(Fleet::observed)
                        .thenComparing(taint -> workload.leaves(List.of(taint)).orElse(Instant.MAX))
                        .thenComparing(Taint::key))
                .orElseThrow();
    }

    private static boolean over(Fleet fleet, BoundWorkload workload, EvictionTask task) {
        return task.producer().equals(BoundWorkload.PRODUCER)
                && fleet.member(task.fromCluster())
                        .map(member -> workload.leaves(member.taints()).isEmpty())
                        .orElse(true);
    }

    private static Optional<Duration> again(
            List<Eviction> wanted, List<Eviction> due, List<Eviction> allowed, EvictionSettings settings, Instant now) {
        if (due.size() > allowed.size()) {
            return Optional.of(settings.interval());
        }
        return wanted.stream()
                .map(Eviction::due)
                .filter(later -> later.isAfter(now))
                .min(Comparator.naturalOrder())
                .map(first -> Duration.between(now, first));
    }
}
