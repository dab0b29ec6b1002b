package dev.flotilla.placement;

import dev.flotilla.placement.spread.GroupChoice;
import java.util.Arrays;
import java.util.List;

/**
 * Selects clusters that spread over groups of one kind, or of several nested in each other, where every kind has its
 * own bounds.
 *
 * <pre>
 * for the widest kind, take the best choice of groups (GroupChoice), and keep the clusters in them
 *   for the next kind, do the same among these; and so on
 *     last, take the best clusters that stand for all groups chosen, and fill up from the best of the others
 *       if room matters and is short, exchange clusters so that every group keeps one
 * what does not work out is tried with the next best choice
 * </pre>
 *
 * Unless it is to be chosen anew, the groups that the workload is in already come before any other choice, as long as
 * they are within the bounds: so that deciding again moves nothing.
 */
final class NestedSelection {
    /** How many choices of groups are tried at each level beside the best. */
    private static final int CHOICES_MAX = 32;
    /** How many selections are tried in all. */
    private static final int TRIALS_MAX = 256;
    /** More than any cluster can add to the groups that are missing. */
    private static final int HELD = 1000;

    private final Candidates candidates;
    private final PlacementRules rules;
    private final Spread spread;
    private final int replicas;
    private int trials;
    private boolean keeping;

    NestedSelection(Candidates candidates, PlacementRules rules, int replicas) {
        this.candidates = candidates;
        this.rules = rules;
        this.spread = rules.spread();
        this.replicas = replicas;
    }

    /**
     * @param best candidates, the best first
     * @param fresh whether to choose anew, regardless of where the workload is
     */
    Choice<int[]> select(int[] best, boolean fresh) {
        keeping = !fresh && Arrays.stream(best).anyMatch(candidates::placed);
        if (keeping && within(best, 0) instanceof Choice.Made<int[]> made) {
            return made;
        }
        keeping = false;
        trials = 0;
        return within(best, 0);
    }

    private Choice<int[]> within(int[] best, int level) {
        if (level == spread.levels().size()) {
            return clusters(best);
        }
        Spread.Grouping grouping = spread.levels().get(level);
        Spread.Bounds bounds = grouping.bounds();
        Groups groups = Groups.of(candidates, best, level);
        if (groups.count() < bounds.min()) {
            return Choice.unschedulable("clusters that fit lie in " + groups.count() + " different values of "
                    + grouping.field() + ", but the spread constraint wants at least " + bounds.min());
        }
        List<GroupChoice.Group> weighed = groups.weighed(rules, replicas, bounds.min());
        int wanted = spread.clusters().min();
        List<GroupChoice.Group> first = first(groups, weighed, bounds);
        if (first.isEmpty()) {
            return Choice.unschedulable("no choice of " + grouping.field() + " within the spread "
                    + "constraint holds the " + wanted + " clusters it wants at least");
        }
        Choice<int[]> answer = among(groups, first, level);
        if (answer instanceof Choice.Refused<int[]> && weighed.size() > first.size()) {
            return others(groups, weighed, level, answer);
        }
        return answer;
    }

    private List<GroupChoice.Group> first(Groups groups, List<GroupChoice.Group> weighed, Spread.Bounds bounds) {
        int wanted = spread.clusters().min();
        if (keeping) {
            List<GroupChoice.Group> held = weighed.stream()
                    .filter(group -> Arrays.stream(groups.members(group)).anyMatch(candidates::placed))
                    .sorted(GroupChoice.BY_WEIGHT)
                    .toList();
            int clusters = held.stream().mapToInt(GroupChoice.Group::clusters).sum();
            if (held.size() >= bounds.min() && held.size() <= bounds.max() && clusters >= wanted) {
                return held;
            }
        }
        return GroupChoice.choose(weighed, bounds.min(), bounds.max(), wanted);
    }

    private Choice<int[]> others(Groups groups, List<GroupChoice.Group> weighed, int level, Choice<int[]> first) {
        Spread.Bounds bounds = spread.levels().get(level).bounds();
        List<List<GroupChoice.Group>> ranked = GroupChoice.ranked(
                weighed, bounds.min(), bounds.max(), spread.clusters().min(), CHOICES_MAX);
        for (List<GroupChoice.Group> next : ranked.subList(1, ranked.size())) {
            if (trials >= TRIALS_MAX) {
                break;
            }
            if (among(groups, next, level) instanceof Choice.Made<int[]> made) {
                return made;
            }
        }
        return first;
    }

    private Choice<int[]> among(Groups groups, List<GroupChoice.Group> chosen, int level) {
        int[] members = chosen.stream()
                .map(groups::members)
                .flatMapToInt(Arrays::stream)
                .toArray();
        return level == 0 && spread.levels().size() == 1
                ? clusters(members, chosen.size(), groups, chosen)
                : within(candidates.ranked(members), level + 1);
    }

    /** With one kind of groups: the best of each, in the order of the groups, then the best of the others. */
    private Choice<int[]> clusters(int[] members, int seeds, Groups groups, List<GroupChoice.Group> chosen) {
        int[] row = new int[members.length];
        int[] others = new int[members.length - seeds];
        int filled = 0;
        for (int group = 0; group < seeds; group++) {
            int[] of = groups.members(chosen.get(group));
            row[group] = of[0];
            System.arraycopy(of, 1, others, filled, of.length - 1);
            filled += of.length - 1;
        }
        System.arraycopy(candidates.ranked(others), 0, row, seeds, others.length);
        return filledUp(row, seeds);
    }

    /** With several kinds: few that stand for all groups that the members are in, then the best of the others. */
    private Choice<int[]> clusters(int[] best) {
        boolean[][] missing = missing(best);
        List<Spread.Grouping> levels = spread.levels();
        for (int level = 0; level < missing.length; level++) {
            int count = count(missing[level]);
            Spread.Grouping grouping = levels.get(level);
            if (count < grouping.bounds().min()) {
                return Choice.unschedulable("the groups to spread over leave " + count + " different values of "
                        + grouping.field() + ", but the spread constraint wants at least "
                        + grouping.bounds().min());
            }
        }
        int[] row = best.clone();
        int first = 0;
        for (int next = newest(row, first, missing); next >= 0; next = newest(row, first, missing)) {
            int candidate = row[next];
            System.arraycopy(row, first, row, first + 1, next - first);
            row[first++] = candidate;
            for (int level = 0; level < missing.length; level++) {
                missing[level][group(candidate, level)] = false;
            }
        }
        return filledUp(row, first);
    }

    /** By kind and group, whether any of the candidates is in it. */
    private boolean[][] missing(int[] best) {
        boolean[][] missing = new boolean[spread.levels().size()][];
        for (int level = 0; level < missing.length; level++) {
            missing[level] = new boolean[candidates.ground().level(level).count()];
            for (int candidate : best) {
                missing[level][group(candidate, level)] = true;
            }
        }
        return missing;
    }

    /** The one that is in the most groups that are still missing, the best of several; -1 if none is missing. */
    private int newest(int[] row, int from, boolean[][] missing) {
        int newest = -1;
        int most = 0;
        for (int index = from; index < row.length; index++) {
            int adds = 0;
            for (int level = 0; level < missing.length; level++) {
                adds += missing[level][group(row[index], level)] ? 1 : 0;
            }
            if (adds > 0 && keeping && candidates.placed(row[index])) {
                adds += HELD;
            }
            if (adds > most) {
                most = adds;
                newest = index;
            }
        }
        return newest;
    }

    private static int count(boolean[] covered) {
        int count = 0;
        for (boolean each : covered) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /**
     * @param row the clusters that the spread needs, then the others, the best first; changed
     * @param needed how many it needs
     */
    private Choice<int[]> filledUp(int[] row, int needed) {
        trials++;
        Spread.Bounds bounds = spread.clusters();
        if (needed > bounds.max()) {
            return Choice.unschedulable("the groups to spread over need " + ClusterSelection.clusters(needed)
                    + ", but the spread constraint by cluster allows " + bounds.max());
        }
        int count = Math.min(row.length, bounds.max());
        if (count < bounds.min()) {
            return Choice.unschedulable("the groups to spread over hold " + ClusterSelection.clusters(count)
                    + ", but the spread constraint by cluster wants at least " + bounds.min());
        }
        if (!rules.strategy().needsCapacity()) {
            return new Choice.Made<>(Arrays.copyOf(row, count));
        }
        Exchange exchange = new Exchange(
                candidates, row, count, replicas, (leaving, coming) -> exchangeable(row, count, leaving, coming));
        if (exchange.untilThereIsRoom()) {
            return new Choice.Made<>(exchange.selected());
        }
        return Choice.unschedulable("no " + ClusterSelection.clusters(count)
                + " within the spread constraints have room for " + replicas
                + " replicas; the best found have room for "
                + candidates.available(exchange.selected()));
    }

    /** Whether every group keeps a cluster when one goes for another. */
    private boolean exchangeable(int[] row, int count, int leaving, int coming) {
        for (int level = 0; level < spread.levels().size(); level++) {
            int group = group(leaving, level);
            boolean alone = group(coming, level) != group;
            for (int slot = 0; slot < count && alone; slot++) {
                alone = row[slot] == leaving || group(row[slot], level) != group;
            }
            if (alone) {
                return false;
            }
        }
        return true;
    }

    private int group(int candidate, int level) {
        return candidates.ground().level(level).of(candidates.cluster(candidate));
    }
}
