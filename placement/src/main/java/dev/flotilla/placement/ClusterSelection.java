package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Selects, among the clusters that passed the filters, those that the workload spreads over.
 *
 * <p>Never more clusters or groups than the constraints allow and never fewer: where that cannot be had, the answer
 * says why. With a strategy that needs capacity, the selected clusters can take the replicas whenever a selection of
 * that size can be found by exchanging single clusters.
 */
final class ClusterSelection {
    private static final int WEIGHT_UNIT = 1000;

    private final List<Candidate> best;
    private final Spread spread;
    private final Strategy strategy;
    private final int replicas;

    private ClusterSelection(List<Candidate> candidates, Spread spread, Strategy strategy, int replicas) {
        this.best = candidates.stream().sorted(Candidate.BEST_FIRST).toList();
        this.spread = spread;
        this.strategy = strategy;
        this.replicas = replicas;
    }

    /** @return the selected clusters, the best first */
    static Choice<List<Candidate>> select(List<Candidate> candidates, Spread spread, Strategy strategy, int replicas) {
        ClusterSelection selection = new ClusterSelection(candidates, spread, strategy, replicas);
        if (!spread.constrains()) {
            return Choice.all(selection.best);
        }
        return spread.groups().isPresent() ? selection.byGroup(spread.groups().get()) : selection.byCluster();
    }

    private Choice<List<Candidate>> byCluster() {
        int min = spread.clusters().min();
        if (best.size() < min) {
            return Choice.unschedulable("only " + clusters(best.size())
                    + " fit, but the spread constraint by cluster wants " + "at least " + min);
        }
        int count = Math.min(best.size(), spread.clusters().max());
        return withRoom(best.subList(0, count), best.subList(count, best.size()), 0);
    }

    /**
     * Exchanges selected clusters, the last first, until there is room; the {@code pinned} first ones, which stand for
     * their groups, only for others of the same group.
     */
    private Choice<List<Candidate>> withRoom(List<Candidate> selected, List<Candidate> rest, int pinned) {
        if (!strategy.needsCapacity()) {
            return Choice.all(selected);
        }
        List<Candidate> chosen = new ArrayList<>(selected);
        List<Candidate> spare = new ArrayList<>(rest);
        for (int slot = chosen.size() - 1; slot >= 0 && room(chosen) < replicas; slot--) {
            Candidate leaving = chosen.get(slot);
            int roomiest = roomiest(spare, slot < pinned ? group(leaving) : "");
            if (roomiest >= 0 && spare.get(roomiest).available() > leaving.available()) {
                chosen.set(slot, spare.set(roomiest, leaving));
            }
        }
        if (room(chosen) < replicas) {
            return Choice.unschedulable(
                    "no " + clusters(chosen.size()) + " within the spread constraints have room for " + replicas
                            + " replicas; the best found have room for " + room(chosen));
        }
        return Choice.all(chosen);
    }

    private Choice<List<Candidate>> byGroup(Spread.Grouping grouping) {
        TreeMap<String, List<Candidate>> members = best.stream()
                .filter(candidate -> !grouping.of().apply(candidate.cluster()).isEmpty())
                .collect(Collectors.groupingBy(
                        candidate -> grouping.of().apply(candidate.cluster()), TreeMap::new, Collectors.toList()));
        Spread.Bounds bounds = grouping.bounds();
        if (members.size() < bounds.min()) {
            return Choice.unschedulable("clusters that fit lie in " + members.size() + " different values of "
                    + grouping.field() + ", but the spread constraint wants at least " + bounds.min());
        }
        List<RegionChoice.Group> groups = members.entrySet().stream()
                .map(entry -> new RegionChoice.Group(
                        entry.getKey(), entry.getValue().size(), weight(entry.getValue(), bounds.min())))
                .toList();
        return RegionChoice.choose(
                        groups, bounds.min(), bounds.max(), spread.clusters().min())
                .map(chosen -> fromGroups(chosen, members))
                .orElseGet(() -> Choice.unschedulable("no choice of " + grouping.field() + " within the spread "
                        + "constraint holds the " + spread.clusters().min() + " clusters it wants at least"));
    }

    private Choice<List<Candidate>> fromGroups(List<RegionChoice.Group> chosen, Map<String, List<Candidate>> members) {
        List<Candidate> selected = new ArrayList<>();
        List<Candidate> rest = new ArrayList<>();
        for (RegionChoice.Group group : chosen) {
            List<Candidate> inGroup = members.getOrDefault(group.name(), List.of());
            selected.add(inGroup.getFirst());
            rest.addAll(inGroup.subList(1, inGroup.size()));
        }
        rest.sort(Candidate.BEST_FIRST);
        int pinned = selected.size();
        int more = Math.clamp((long) spread.clusters().max() - pinned, 0, rest.size());
        selected.addAll(rest.subList(0, more));
        return withRoom(selected, rest.subList(more, rest.size()), pinned);
    }

    /** How well a group would do, in units where the mean score is the smallest part. */
    private long weight(List<Candidate> group, int groupsMin) {
        if (!strategy.needsCapacity()) {
            return weightOfWholeCopies(group);
        }
        long wanted = Math.ceilDiv((long) replicas, groupsMin);
        int clustersWanted = Math.max(spread.clusters().min(), groupsMin);
        long room = 0;
        long score = 0;
        int counted = 0;
        for (Candidate candidate : group) {
            room += candidate.available();
            score += candidate.score();
            counted++;
            if (counted >= clustersWanted && room >= wanted) {
                break;
            }
        }
        return room < wanted ? room * WEIGHT_UNIT + score / group.size() : wanted * WEIGHT_UNIT + score / counted;
    }

    private long weightOfWholeCopies(List<Candidate> group) {
        List<Candidate> roomy = group.stream()
                .filter(candidate -> candidate.available() >= replicas)
                .toList();
        long score = roomy.stream().mapToLong(Candidate::score).sum();
        return roomy.isEmpty() ? 0 : (long) roomy.size() * WEIGHT_UNIT + score / roomy.size();
    }

    private static long room(List<Candidate> candidates) {
        return candidates.stream().mapToLong(Candidate::available).sum();
    }

    /** @param group empty for any */
    private int roomiest(List<Candidate> candidates, String group) {
        return candidates.stream()
                .filter(candidate -> group.isEmpty() || group(candidate).equals(group))
                .max(Comparator.comparingLong(Candidate::available)
                        .thenComparing(Comparator.comparing(Candidate::name).reversed()))
                .map(candidates::indexOf)
                .orElse(-1);
    }

    private String group(Candidate candidate) {
        return spread.groups()
                .map(grouping -> grouping.of().apply(candidate.cluster()))
                .orElse("");
    }

    private static String clusters(int count) {
        return count == 1 ? "1 cluster" : count + " clusters";
    }
}
