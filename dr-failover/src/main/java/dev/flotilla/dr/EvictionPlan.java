package dev.flotilla.dr;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.work.EvictionTask;
import dev.flotilla.placement.binding.Relocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which workloads leave which clusters now, and which evictions are over.
 *
 * <p>Who must leave is a matter of taints and tolerations; how many at a time, of the budget: the highest priority
 * first, then the one that waits longest. A lost cluster is left only where something comes to run elsewhere by it; a
 * person's taint, also where the other copies are enough. While the hub suspects itself, nothing leaves for what the
 * hub sees, only for what people say. An eviction is over when its cause is: what moved stays where it went, and the
 * cluster may be chosen again.
 *
 * @param evictions at most as many clusters as the budget leaves
 * @param again when to look again although nothing changes
 */
public record EvictionPlan(List<Eviction> evictions, List<Release> releases, Optional<Duration> again) {
    /** How soon to look again at workloads that found no other place; clusters' capacity may have grown. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** One workload moves. */
    record Eviction(BoundWorkload workload, List<Leaving> leaving, Relocation relocation) {}

    /** One cluster that a workload has to leave. */
    record Leaving(String cluster, Taint cause, Instant due) {}

    /** One eviction is over. */
    record Release(BoundWorkload workload, String cluster) {}

    /** Where a workload can go without some clusters. */
    @FunctionalInterface
    public interface Places {
        Optional<Relocation> without(BoundWorkload workload, Set<String> clusters);
    }

    private record Wish(BoundWorkload workload, List<Leaving> leaving) {
        static final Comparator<Wish> ORDER = Comparator.<Wish>comparingInt(
                        wish -> wish.workload().priority())
                .reversed()
                .thenComparing(Wish::due)
                .thenComparing(wish -> wish.workload().binding().key());

        Instant due() {
            return leaving.stream()
                    .map(Leaving::due)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
        }

        Wish at(Instant now, boolean suspicious) {
            return new Wish(
                    workload,
                    leaving.stream()
                            .filter(each -> !each.due().isAfter(now))
                            .filter(each -> !suspicious || !Fleet.observed(each.cause()))
                            .toList());
        }

        /** A person wants it out; that the others carry on is enough. */
        boolean willed() {
            return leaving.stream().anyMatch(each -> !Fleet.observed(each.cause()));
        }
    }

    static EvictionPlan decide(
            Fleet fleet, Collection<BoundWorkload> workloads, Places places, EvictionSettings settings, Instant now) {
        List<Wish> wishes = workloads.stream()
                .filter(BoundWorkload::evictable)
                .map(workload -> new Wish(workload, leaving(fleet, workload)))
                .filter(wish -> !wish.leaving().isEmpty())
                .sorted(Wish.ORDER)
                .toList();
        boolean suspicious = fleet.suspicion().isPresent();
        List<Eviction> evictions = new ArrayList<>();
        int left = left(workloads, settings, now);
        Optional<Duration> again = next(wishes, now);
        for (Wish wish : wishes) {
            Wish due = wish.at(now, suspicious);
            if (due.leaving().isEmpty()) {
                continue;
            }
            if (due.leaving().size() > left) {
                again = Optional.of(settings.interval());
                break;
            }
            Optional<Eviction> eviction = eviction(due, places);
            eviction.ifPresent(evictions::add);
            left -= eviction.isPresent() ? due.leaving().size() : 0;
        }
        return new EvictionPlan(evictions, releases(fleet, workloads), again);
    }

    private static Optional<Eviction> eviction(Wish wish, Places places) {
        Set<String> clusters = wish.leaving().stream().map(Leaving::cluster).collect(Collectors.toUnmodifiableSet());
        return places.without(wish.workload(), clusters)
                .filter(relocation -> wish.willed() || relocation.gains())
                .map(relocation -> new Eviction(wish.workload(), wish.leaving(), relocation));
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

    private static List<Leaving> leaving(Fleet fleet, BoundWorkload workload) {
        List<Leaving> leaving = new ArrayList<>();
        for (var target : workload.targets()) {
            List<Taint> taints = fleet.member(target.name()).map(Member::taints).orElse(List.of());
            workload.leaves(taints)
                    .filter(due -> workload.movable() || taints.stream().anyMatch(taint -> !Fleet.observed(taint)))
                    .ifPresent(due -> leaving.add(new Leaving(target.name(), cause(workload, taints), due)));
        }
        return leaving;
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

    private static List<Release> releases(Fleet fleet, Collection<BoundWorkload> workloads) {
        List<Release> releases = new ArrayList<>();
        for (BoundWorkload workload : workloads) {
            workload.tasks().stream()
                    .filter(task -> over(fleet, workload, task))
                    .forEach(task -> releases.add(new Release(workload, task.fromCluster())));
        }
        return releases;
    }

    private static boolean over(Fleet fleet, BoundWorkload workload, EvictionTask task) {
        return task.producer().equals(BoundWorkload.PRODUCER)
                && fleet.member(task.fromCluster())
                        .map(member -> workload.leaves(member.taints()).isEmpty())
                        .orElse(true);
    }

    private static Optional<Duration> next(List<Wish> wishes, Instant now) {
        return wishes.stream()
                .flatMap(wish -> wish.leaving().stream())
                .map(leaving -> leaving.due().isAfter(now) ? Duration.between(now, leaving.due()) : RETRY)
                .min(Comparator.naturalOrder());
    }
}
