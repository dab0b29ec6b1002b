package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses which groups of clusters (regions, zones, ...) a workload spreads over.
 *
 * <pre>
 * sort groups by clusters ascending, weight descending, name
 * search depth first, each group once, in that order:
 *   a path with least <= length <= most and enough clusters is feasible, and not extended
 * order feasible paths by weight, then clusters, both descending, then discovery
 * take the first; as long as a later one is a strict prefix of it (by weight), take that
 * </pre>
 *
 * A path holds between {@code least} and {@code most} groups, always.
 */
final class RegionChoice {
    /** How many steps a search takes at most; beyond that the best found so far is the answer. */
    private static final int STEPS_MAX = 200_000;

    private static final Comparator<Group> SEARCH_ORDER = Comparator.comparingInt(Group::clusters)
            .thenComparing(Comparator.comparingLong(Group::weight).reversed())
            .thenComparing(Group::name);
    private static final Comparator<Group> BY_WEIGHT =
            Comparator.comparingLong(Group::weight).reversed().thenComparing(Group::name);

    private final List<Group> groups;
    private final int least;
    private final int most;
    private final int clustersWanted;
    private final List<Path> feasible = new ArrayList<>();
    private int steps;

    /** @param weight how well the workload would do there */
    record Group(String name, int clusters, long weight) {}

    private record Path(List<Group> groups, int discovery) {
        static final Comparator<Path> BEST_FIRST = Comparator.comparingLong(Path::weight)
                .reversed()
                .thenComparing(Comparator.comparingInt(Path::clusters).reversed())
                .thenComparingInt(Path::discovery);

        long weight() {
            return groups.stream().mapToLong(Group::weight).sum();
        }

        int clusters() {
            return groups.stream().mapToInt(Group::clusters).sum();
        }

        boolean strictPrefixOf(Path other) {
            return groups.size() < other.groups.size() && groups.equals(other.groups.subList(0, groups.size()));
        }
    }

    private RegionChoice(List<Group> groups, int least, int most, int clustersWanted) {
        this.groups = groups;
        this.least = least;
        this.most = most;
        this.clustersWanted = clustersWanted;
    }

    /**
     * @param most at least {@code least}
     * @param clustersWanted how many clusters the chosen groups must hold together
     * @return the chosen groups by weight; empty if no choice satisfies
     */
    static Optional<List<Group>> choose(List<Group> groups, int least, int most, int clustersWanted) {
        List<Group> sorted = groups.stream().sorted(SEARCH_ORDER).toList();
        RegionChoice choice = new RegionChoice(sorted, least, most, clustersWanted);
        if (sorted.size() == least) {
            choice.keepIfFeasible(sorted);
        } else if (sorted.size() > least) {
            choice.search(new ArrayList<>(), 0, 0);
        }
        return choice.best();
    }

    private void search(List<Group> path, int clusters, int from) {
        if (clusters >= clustersWanted && path.size() >= least) {
            keepIfFeasible(path);
            return;
        }
        for (int next = from; next < groups.size() && path.size() < most && steps < STEPS_MAX; next++) {
            steps++;
            path.add(groups.get(next));
            search(path, clusters + groups.get(next).clusters(), next + 1);
            path.removeLast();
        }
    }

    private void keepIfFeasible(List<Group> path) {
        int clusters = path.stream().mapToInt(Group::clusters).sum();
        if (!path.isEmpty() && clusters >= clustersWanted) {
            feasible.add(new Path(path.stream().sorted(BY_WEIGHT).toList(), feasible.size()));
        }
    }

    private Optional<List<Group>> best() {
        List<Path> ordered = feasible.stream().sorted(Path.BEST_FIRST).toList();
        if (ordered.isEmpty()) {
            return Optional.empty();
        }
        Path chosen = ordered.getFirst();
        for (Path later : ordered) {
            chosen = later.strictPrefixOf(chosen) ? later : chosen;
        }
        return Optional.of(chosen.groups());
    }
}
