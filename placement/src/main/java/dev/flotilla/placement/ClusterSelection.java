package dev.flotilla.placement;

import dev.flotilla.placement.spread.GroupChoice;
import java.util.Arrays;
import java.util.List;

/**
 * Selects, among the clusters that passed the filters, those that the workload spreads over.
 *
 * <p>Never more clusters or groups than the constraints allow and never fewer: where that cannot be had, the answer
 * says why. With a strategy that needs capacity, the selected clusters can take the replicas whenever a selection of
 * that size can be found by exchanging single clusters, within the best choice of groups that allows it.
 */
final class ClusterSelection {
    private final Candidates candidates;
    private final PlacementRules rules;
    private final Spread spread;
    private final boolean roomMatters;
    private final int replicas;
    private final boolean fresh;

    private ClusterSelection(Candidates candidates, PlacementRules rules, int replicas, boolean fresh) {
        this.candidates = candidates;
        this.rules = rules;
        this.spread = rules.spread();
        this.roomMatters = rules.strategy().needsCapacity();
        this.replicas = replicas;
        this.fresh = fresh;
    }

    /**
     * @param replicas that they must have room for together, if room matters
     * @param fresh whether to choose anew, regardless of where the workload is
     * @return the selected clusters, the best first
     */
    static Choice<int[]> select(Candidates candidates, PlacementRules rules, int replicas, boolean fresh) {
        return new ClusterSelection(candidates, rules, replicas, fresh).select();
    }

    private Choice<int[]> select() {
        int[] named = named();
        boolean ignored = rules.asKarmada() && rules.strategy() == Strategy.STATIC_WEIGHT;
        if (!spread.constrains() || ignored) {
            return new Choice.Made<>(rules.strategy() == Strategy.AGGREGATED ? candidates.ranked(named) : named);
        }
        int[] best = candidates.ranked(named);
        return rules.asKarmada() ? asKarmada(best) : asWanted(best);
    }

    /** Static weights count only the clusters they name, if they name any of these. */
    private int[] named() {
        int[] all = candidates.all();
        if (rules.strategy() != Strategy.STATIC_WEIGHT || rules.asKarmada()) {
            return all;
        }
        int[] named = Arrays.stream(all)
                .filter(candidate -> candidates.weight(candidate) > 0)
                .toArray();
        return named.length == 0 ? all : named;
    }

    private Choice<int[]> asWanted(int[] best) {
        if (!spread.levels().isEmpty()) {
            return new NestedSelection(candidates, rules, replicas).select(best, fresh);
        }
        int min = spread.clusters().min();
        if (best.length < min) {
            return Choice.unschedulable("only " + clusters(best.length)
                    + " fit, but the spread constraint by cluster wants " + "at least " + min);
        }
        int count = Math.min(best.length, spread.clusters().max());
        Exchange exchange = new Exchange(candidates, best, count, replicas);
        return !roomMatters || exchange.untilThereIsRoom() ? made(exchange) : withoutRoom(exchange.selected());
    }

    private static Choice<int[]> made(Exchange exchange) {
        return new Choice.Made<>(exchange.selected());
    }

    private Choice<int[]> withoutRoom(int[] selected) {
        return Choice.unschedulable("no " + clusters(selected.length) + " within the spread constraints have room for "
                + replicas + " replicas; the best found have room for " + candidates.available(selected));
    }

    /** Clusters, or regions and clusters; zones, providers and labels are only filtered by. */
    private Choice<int[]> asKarmada(int[] best) {
        List<Spread.Grouping> levels = spread.levels();
        for (int level = 0; level < levels.size(); level++) {
            if (levels.get(level).field().equals("region")) {
                return byRegion(best, level);
            }
        }
        if (spread.clusters().equals(Spread.Bounds.ANY)) {
            return new Choice.Refused<>(
                    PlacementDecision.Outcome.SCHEDULER_ERROR, "just support cluster and region spread constraint");
        }
        if (best.length < spread.clusters().min()) {
            return new Choice.Refused<>(
                    PlacementDecision.Outcome.SCHEDULER_ERROR,
                    "the number of feasible clusters is less than spreadConstraint.MinGroups");
        }
        int count = Math.min(best.length, spread.clusters().max());
        Exchange exchange = new Exchange(candidates, best, count, replicas);
        if ((roomOfDivided() && !exchange.untilThereIsRoom()) || count == 0) {
            return new Choice.Refused<>(
                    PlacementDecision.Outcome.SCHEDULER_ERROR,
                    roomOfDivided()
                            ? "no enough resource when selecting " + count + " clusters"
                            : "no clusters available to schedule");
        }
        return made(exchange);
    }

    private boolean roomOfDivided() {
        return rules.strategy() != Strategy.DUPLICATED;
    }

    private Choice<int[]> byRegion(int[] best, int level) {
        Groups groups = Groups.of(candidates, best, level);
        Spread.Bounds bounds = spread.levels().get(level).bounds();
        if (groups.count() < bounds.min()) {
            return new Choice.Refused<>(
                    PlacementDecision.Outcome.SCHEDULER_ERROR,
                    "the number of feasible region is less than spreadConstraint.MinGroups");
        }
        List<GroupChoice.Group> chosen = GroupChoice.choose(
                groups.weighed(rules, replicas, bounds.min()),
                bounds.min(),
                bounds.max(),
                spread.clusters().min());
        if (chosen.isEmpty()) {
            return new Choice.Refused<>(
                    PlacementDecision.Outcome.SCHEDULER_ERROR,
                    "the number of clusters is less than the cluster spreadConstraint.MinGroups");
        }
        int[][] members = chosen.stream().map(groups::members).toArray(int[][]::new);
        int[] first = Arrays.stream(members).mapToInt(of -> of[0]).toArray();
        int[] rest = candidates.ranked(Arrays.stream(members)
                .flatMapToInt(of -> Arrays.stream(of, 1, of.length))
                .toArray());
        int more = Math.clamp((long) spread.clusters().max() - first.length, 0, rest.length);
        int[] selected = Arrays.copyOf(first, first.length + more);
        System.arraycopy(rest, 0, selected, first.length, more);
        return new Choice.Made<>(selected);
    }

    static String clusters(int count) {
        return count == 1 ? "1 cluster" : count + " clusters";
    }
}
