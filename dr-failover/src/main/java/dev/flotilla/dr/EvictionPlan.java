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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which workloads leave which clusters now, and which evictions are over.
 *
 * <p>Who must leave is a matter of taints and tolerations; how many at a time, of the budget: the highest priority
 * first, then the one that waits longest. What runs in several clusters that are lost one shortly after the other
 * leaves them all at once: a region's clusters never go down in the same instant, and a copy is not to move into one
 * that goes next. A lost cluster is left only where something comes to run elsewhere by it; a person's taint, also
 * where the other copies are enough. While the hub suspects itself, nothing leaves for what the hub sees, only for what
 * people say. An eviction is over when its cause is, but not before the budget has forgotten it: what moved stays where
 * it went, and the cluster may be chosen again.
 *
 * @param evictions at most as many clusters as the budget leaves
 * @param again when to look again although nothing changes
 */
public record EvictionPlan(List<Eviction> evictions, List<Release> releases, Optional<Duration> again) {
    /** How soon to look again at workloads that found no other place; clusters' capacity may have grown. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** How long a workload waits for another of its clusters that is lost, but not yet for long enough. */
    static final Duration TOGETHER_MAX = Duration.ofSeconds(5);

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
        return decide(fleet, fleet.suspicion().isPresent() || fleet.held(), workloads, places, settings, now);
    }

    /** All that must leave sooner or later, without budget, also while the hub suspects itself. */
    static EvictionPlan inTheEnd(Fleet fleet, Collection<BoundWorkload> workloads, Places places) {
        EvictionSettings unlimited = new EvictionSettings(Integer.MAX_VALUE, Duration.ofSeconds(1));
        return decide(fleet, false, workloads, places, unlimited, Instant.MAX);
    }

    private static EvictionPlan decide(
            Fleet fleet,
            boolean suspicious,
            Collection<BoundWorkload> workloads,
            Places places,
            EvictionSettings settings,
            Instant now) {
        List<Wish> wishes = workloads.stream()
                .filter(BoundWorkload::evictable)
                .map(workload -> new Wish(workload, leaving(fleet, workload)))
                .filter(wish -> !wish.leaving().isEmpty())
                .sorted(Wish.ORDER)
                .toList();
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
        Instant since = now.minus(settings.interval());
        List<Over> over = over(fleet, workloads);
        if (over.stream().anyMatch(each -> counts(each.task(), since))) {
            again = earlier(again, settings.interval());
        }
        List<Release> releases = over.stream()
                .filter(each -> !counts(each.task(), since))
                .map(Over::release)
                .toList();
        return new EvictionPlan(evictions, releases, again);
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
                .filter(task -> counts(task, since))
                .count();
        return (int) Math.max(0, settings.budget() - recent);
    }

    /** Whether the budget has to do with it still; nobody but it remembers that it was. */
    private static boolean counts(EvictionTask task, Instant since) {
        return task.producer().equals(BoundWorkload.PRODUCER)
                && task.creationTimestamp() != null
                && task.creationTimestamp().isAfter(since);
    }

    private static List<Leaving> leaving(Fleet fleet, BoundWorkload workload) {
        boolean more = workload.targets().stream()
                .flatMap(target -> fleet.member(target.name()).stream())
                .anyMatch(Member::falling);
        List<Leaving> leaving = new ArrayList<>();
        for (var target : workload.targets()) {
            List<Taint> taints = fleet.member(target.name()).map(Member::taints).orElse(List.of());
            workload.leaves(taints)
                    .filter(due -> workload.movable() || taints.stream().anyMatch(taint -> !Fleet.observed(taint)))
                    .map(due -> leaving(target.name(), cause(workload, taints), due, more))
                    .map(each -> believed(fleet, each))
                    .ifPresent(leaving::add);
        }
        return together(leaving);
    }

    /** What the hub saw while it suspected itself counts anew from the moment it does not any more. */
    private static Leaving believed(Fleet fleet, Leaving each) {
        Instant from = fleet.member(each.cluster()).map(Member::believedFrom).orElse(Instant.EPOCH);
        return Fleet.observed(each.cause())
                ? new Leaving(each.cluster(), each.cause(), latest(each.due(), from))
                : each;
    }

    /** What is due for what the hub saw shortly before more of the kind waits for that. */
    private static List<Leaving> together(List<Leaving> leaving) {
        Optional<Instant> first = leaving.stream()
                .filter(each -> Fleet.observed(each.cause()))
                .map(Leaving::due)
                .min(Comparator.naturalOrder());
        if (leaving.size() < 2 || first.isEmpty()) {
            return leaving;
        }
        Predicate<Leaving> close = each ->
                Fleet.observed(each.cause()) && !each.due().isAfter(first.get().plus(TOGETHER_MAX));
        Instant last = leaving.stream()
                .filter(close)
                .map(Leaving::due)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return leaving.stream()
                .map(each -> close.test(each) ? new Leaving(each.cluster(), each.cause(), last) : each)
                .toList();
    }

    /** @param more whether another of the workload's clusters is about to be left, too */
    private static Leaving leaving(String cluster, Taint cause, Instant due, boolean more) {
        @Nullable Instant since = cause.timeAdded();
        return since != null && more && Fleet.observed(cause)
                ? new Leaving(cluster, cause, latest(due, since.plus(TOGETHER_MAX)))
                : new Leaving(cluster, cause, due);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
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

    /** An eviction whose cause is over. */
    private record Over(BoundWorkload workload, EvictionTask task) {
        Release release() {
            return new Release(workload, task.fromCluster());
        }
    }

    private static List<Over> over(Fleet fleet, Collection<BoundWorkload> workloads) {
        List<Over> over = new ArrayList<>();
        for (BoundWorkload workload : workloads) {
            workload.tasks().stream()
                    .filter(task -> over(fleet, workload, task))
                    .forEach(task -> over.add(new Over(workload, task)));
        }
        return over;
    }

    private static Optional<Duration> earlier(Optional<Duration> one, Duration other) {
        return Optional.of(one.filter(each -> each.compareTo(other) < 0).orElse(other));
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
