package dev.flotilla.placement.spread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
 * A path holds between {@code least} and {@code most} groups, always. Where every choice of the least number of groups
 * has clusters enough, the answer is the heaviest of these, and nothing is searched.
 */
public final class GroupChoice {
    /** How many steps a search takes at most; beyond that the best found so far is the answer. */
    private static final int STEPS_MAX = 200_000;

    private static final Comparator<Group> SEARCH_ORDER = Comparator.comparingInt(Group::clusters)
            .thenComparing(Comparator.comparingLong(Group::weight).reversed())
            .thenComparing(Group::name);
    /** The heaviest first. */
    public static final Comparator<Group> BY_WEIGHT =
            Comparator.comparingLong(Group::weight).reversed().thenComparing(Group::name);

    private final Group[] groups;
    private final int least;
    private final int most;
    private final int clustersWanted;
    private final int kept;
    private final List<Path> best = new ArrayList<>();
    private int steps;

    /**
     * @param clusters how many, at least one
     * @param weight how well the workload would do there; not negative
     */
    public record Group(String name, int clusters, long weight) {}

    /** Some groups, by their positions in the order of search. */
    private static final class Path {
        static final Comparator<Path> BEST_FIRST = Comparator.comparingLong((Path path) -> path.weight)
                .reversed()
                .thenComparing(
                        Comparator.comparingInt((Path path) -> path.clusters).reversed())
                .thenComparingInt(path -> path.discovery);

        private final int[] positions;
        private final long weight;
        private final int clusters;
        private final int discovery;

        Path(int[] positions, long weight, int clusters, int discovery) {
            this.positions = positions;
            this.weight = weight;
            this.clusters = clusters;
            this.discovery = discovery;
        }
    }

    private GroupChoice(List<Group> groups, int least, int most, int clustersWanted, int kept) {
        this.groups = groups.stream().sorted(SEARCH_ORDER).toArray(Group[]::new);
        this.least = least;
        this.most = most;
        this.clustersWanted = clustersWanted;
        this.kept = kept;
    }

    /**
     * @param clustersWanted how many clusters the chosen groups must hold together
     * @return the chosen groups by weight; empty if no choice satisfies
     */
    public static List<Group> choose(List<Group> groups, int least, int most, int clustersWanted) {
        return new GroupChoice(groups, least, most, clustersWanted, 1).chosen();
    }

    /** The choices in the order of preference, the {@code kept} best at most; the first is {@link #choose}'s. */
    public static List<List<Group>> ranked(List<Group> groups, int least, int most, int clustersWanted, int kept) {
        List<Group> first = choose(groups, least, most, clustersWanted);
        if (first.isEmpty()) {
            return List.of();
        }
        GroupChoice choice = new GroupChoice(groups, least, most, clustersWanted, kept);
        choice.search(new int[groups.size()], 0, 0, 0, 0);
        List<List<Group>> ranked = new ArrayList<>(List.of(first));
        choice.best.stream()
                .map(path -> choice.byWeight(path.positions))
                .filter(path -> !path.equals(first))
                .forEach(ranked::add);
        return ranked;
    }

    private List<Group> chosen() {
        if (groups.length < least || groups.length == 0 || most < least) {
            return List.of();
        }
        if (groups.length == least) {
            int[] all = positions(groups.length);
            return clusters(all, all.length) >= clustersWanted ? byWeight(all) : List.of();
        }
        if (least > 0 && clusters(positions(least), least) >= clustersWanted) {
            return heaviest();
        }
        search(new int[groups.length], 0, 0, 0, 0);
        return best.isEmpty() ? List.of() : shortestPrefix(byWeight(best.getFirst().positions));
    }

    /** Any choice of the least number will do, since the smallest groups together hold enough. */
    private List<Group> heaviest() {
        return Arrays.stream(groups)
                .sorted(Comparator.comparingLong(Group::weight)
                        .reversed()
                        .thenComparing(Comparator.comparingInt(Group::clusters).reversed())
                        .thenComparing(Group::name))
                .limit(least)
                .sorted(BY_WEIGHT)
                .toList();
    }

    private void search(int[] path, int length, int clusters, long weight, int from) {
        if (clusters >= clustersWanted && length >= least && length > 0) {
            keep(new Path(Arrays.copyOf(path, length), weight, clusters, steps));
            return;
        }
        for (int next = from; next < groups.length && length < most && steps < STEPS_MAX; next++) {
            steps++;
            path[length] = next;
            Group group = groups[next];
            search(path, length + 1, clusters + group.clusters(), weight + group.weight(), next + 1);
        }
    }

    private void keep(Path path) {
        if (best.size() == kept && Path.BEST_FIRST.compare(path, best.getLast()) >= 0) {
            return;
        }
        int at = 0;
        while (at < best.size() && Path.BEST_FIRST.compare(best.get(at), path) <= 0) {
            at++;
        }
        best.add(at, path);
        if (best.size() > kept) {
            best.removeLast();
        }
    }

    /** The shortest row of the heaviest of the chosen that the search would have found as well. */
    private List<Group> shortestPrefix(List<Group> chosen) {
        for (int length = least; length < chosen.size(); length++) {
            List<Group> prefix = chosen.subList(0, length);
            if (length > 0 && wouldBeFound(prefix)) {
                return List.copyOf(prefix);
            }
        }
        return chosen;
    }

    /** A path is found if it is feasible, and was not yet so before its last group. */
    private boolean wouldBeFound(List<Group> path) {
        int clusters = path.stream().mapToInt(Group::clusters).sum();
        int largest = path.stream().mapToInt(Group::clusters).max().orElse(0);
        boolean before = path.size() - 1 >= least && clusters - largest >= clustersWanted;
        return clusters >= clustersWanted && !before;
    }

    private List<Group> byWeight(int[] positions) {
        return Arrays.stream(positions)
                .mapToObj(position -> groups[position])
                .sorted(BY_WEIGHT)
                .toList();
    }

    private int clusters(int[] positions, int length) {
        int clusters = 0;
        for (int index = 0; index < length; index++) {
            clusters += groups[positions[index]].clusters();
        }
        return clusters;
    }

    private static int[] positions(int length) {
        int[] positions = new int[length];
        Arrays.setAll(positions, index -> index);
        return positions;
    }
}
