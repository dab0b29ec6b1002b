package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Deals a workload's replicas out among its selected clusters.
 *
 * <p>Divided replicas sum up to exactly what is asked for, or the answer says what is missing. While the workload is
 * steady (not {@code fresh}), scaling up takes nothing from any cluster, scaling down gives nothing to any, and an
 * unchanged sum moves nothing.
 *
 * @param replicas wanted in all
 * @param fresh deal anew, as if every cluster's replicas were part of its room
 * @param descending how ties between clusters are broken, see {@link Webster}
 * @param weights of static weighting, by cluster; those without one get nothing
 */
record ReplicaAssignment(
        Strategy strategy, int replicas, boolean fresh, boolean descending, Map<String, Long> weights) {

    /** @return replicas by cluster; clusters that get none are left out, unless none are wanted at all */
    Choice<Map<String, Integer>> assign(List<Candidate> selected) {
        return switch (strategy) {
            case DUPLICATED -> new Choice.Made<>(all(selected, replicas));
            case STATIC_WEIGHT, DYNAMIC_WEIGHT, AGGREGATED -> replicas == 0 ? empty(selected) : divide(selected);
        };
    }

    /** A workload scaled to nothing stays where it was, so that scaling it up again finds it. */
    private Choice<Map<String, Integer>> empty(List<Candidate> selected) {
        List<Candidate> before =
                selected.stream().filter(candidate -> candidate.score() > 0).toList();
        return new Choice.Made<>(all(before.isEmpty() ? selected : before, 0));
    }

    private Choice<Map<String, Integer>> divide(List<Candidate> selected) {
        TreeMap<Integer, List<Candidate>> tiers = new TreeMap<>();
        selected.forEach(candidate ->
                tiers.computeIfAbsent(candidate.tier(), _ -> new ArrayList<>()).add(candidate));
        if (!strategy.needsCapacity()) {
            return new Choice.Made<>(byWeight(selected));
        }
        Map<String, Integer> dealt = new TreeMap<>();
        int left = replicas;
        int last = tiers.lastKey();
        for (Map.Entry<Integer, List<Candidate>> tier : tiers.entrySet()) {
            long room = sum(tier.getValue(), Candidate::available);
            int share = tier.getKey() == last ? left : (int) Math.min(left, room);
            switch (byRoom(tier.getValue(), share)) {
                case Choice.Made<Map<String, Integer>>(var some) -> dealt.putAll(some);
                case Choice.Refused<Map<String, Integer>> refused -> {
                    return refused;
                }
            }
            left -= share;
        }
        return new Choice.Made<>(dealt);
    }

    private Map<String, Integer> byWeight(List<Candidate> selected) {
        boolean named = selected.stream().anyMatch(candidate -> weights.containsKey(candidate.name()));
        List<Webster.Party> parties = selected.stream()
                .filter(candidate -> !named || weights.containsKey(candidate.name()))
                .map(candidate -> new Webster.Party(candidate.name(), weights.getOrDefault(candidate.name(), 1L)))
                .toList();
        return deal(replicas, parties, Map.of());
    }

    private Choice<Map<String, Integer>> byRoom(List<Candidate> tier, int share) {
        if (fresh) {
            return deal(tier, Candidate::available, share, false, Map.of());
        }
        Map<String, Integer> before = new TreeMap<>();
        tier.stream()
                .filter(candidate -> candidate.assigned() > 0)
                .forEach(candidate -> before.put(candidate.name(), candidate.assigned()));
        long running = sum(tier, Candidate::assigned);
        if (running == share) {
            return new Choice.Made<>(before);
        }
        if (running > share) {
            List<Candidate> had =
                    tier.stream().filter(candidate -> candidate.assigned() > 0).toList();
            return deal(had, Candidate::assigned, share, false, Map.of());
        }
        return deal(tier, Candidate::allocatable, (int) (share - running), true, before);
    }

    private Choice<Map<String, Integer>> deal(
            List<Candidate> among,
            ToLongFunction<Candidate> votes,
            int seats,
            boolean usedFirst,
            Map<String, Integer> onto) {
        long room = sum(among, votes);
        if (room < seats) {
            return Choice.unschedulable("Clusters available replicas " + room + " are not enough to schedule " + seats
                    + (onto.isEmpty() ? "." : " more."));
        }
        List<Candidate> parties = strategy == Strategy.AGGREGATED ? fewest(among, votes, seats, usedFirst) : among;
        List<Webster.Party> named = parties.stream()
                .map(candidate -> new Webster.Party(candidate.name(), votes.applyAsLong(candidate)))
                .toList();
        return new Choice.Made<>(deal(seats, named, onto));
    }

    private Map<String, Integer> deal(int seats, List<Webster.Party> parties, Map<String, Integer> onto) {
        Map<String, Integer> dealt = new TreeMap<>(onto);
        int[] won = Webster.apportion(seats, parties, descending);
        for (int index = 0; index < won.length; index++) {
            if (won[index] > 0) {
                dealt.merge(parties.get(index).name(), won[index], Integer::sum);
            }
        }
        return dealt;
    }

    /** The shortest row of clusters, the roomiest first, that takes all seats. */
    private static List<Candidate> fewest(
            List<Candidate> among, ToLongFunction<Candidate> votes, int seats, boolean usedFirst) {
        Comparator<Candidate> roomiest =
                Comparator.comparingLong(votes).reversed().thenComparing(Candidate::name);
        Comparator<Candidate> used = Comparator.comparing(candidate -> candidate.assigned() == 0);
        List<Candidate> row = among.stream()
                .sorted(usedFirst ? used.thenComparing(roomiest) : roomiest)
                .toList();
        long room = 0;
        int length = 0;
        while (room < seats) {
            room += votes.applyAsLong(row.get(length++));
        }
        return row.subList(0, length);
    }

    private static long sum(List<Candidate> candidates, ToLongFunction<Candidate> of) {
        return candidates.stream().mapToLong(of).sum();
    }

    private static Map<String, Integer> all(List<Candidate> candidates, int replicas) {
        Map<String, Integer> all = new TreeMap<>();
        candidates.forEach(candidate -> all.put(candidate.name(), replicas));
        return all;
    }
}
