package dev.flotilla.placement;

import dev.flotilla.placement.apportion.ReplicaPlan;
import dev.flotilla.placement.apportion.Webster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Deals replicas by the weights that a policy names; by one each, if no rule matches any cluster.
 *
 * <p>A cluster that is known to be full gets no more than it has room for, as long as others have room. What fits
 * nowhere is dealt by weight all the same: its pods wait where the policy wants them. With limits, each cluster gets
 * between its least and its most, as KubeFed's ReplicaSchedulingPreference has it.
 */
final class StaticShares {
    private final Candidates candidates;
    private final WorkloadRequest request;
    private final boolean fresh;
    private final @Nullable DealtRounds rounds;

    StaticShares(Candidates candidates, WorkloadRequest request, boolean fresh, @Nullable DealtRounds rounds) {
        this.candidates = candidates;
        this.request = request;
        this.fresh = fresh;
        this.rounds = rounds;
    }

    /** @param dealt is given the replicas of each selected candidate that gets some, and returned */
    Choice<int[]> deal(int[] selected, int[] dealt) {
        int[] weighed = weighed(selected);
        long[] votes = Arrays.stream(weighed).mapToLong(this::votes).toArray();
        int[] won = candidates.ground().limited() ? byLimits(weighed, votes) : byWeight(weighed, votes);
        for (int index = 0; index < weighed.length; index++) {
            if (won[index] > 0) {
                dealt[weighed[index]] = won[index];
            }
        }
        if (rounds != null) {
            rounds.add("dealt by static weight", candidates, weighed, votes, won);
        }
        int all = Arrays.stream(won).sum();
        return all == request.replicas()
                ? new Choice.Made<>(dealt)
                : Choice.unschedulable("the limits of the clusters and their room allow " + all + " of "
                        + request.replicas() + " replicas.");
    }

    /** In the order of names. */
    private int[] weighed(int[] selected) {
        int[] named = Arrays.stream(selected)
                .filter(candidate -> candidates.weight(candidate) > 0)
                .sorted()
                .toArray();
        return named.length > 0 ? named : Arrays.stream(selected).sorted().toArray();
    }

    private long votes(int candidate) {
        return Math.max(1, candidates.weight(candidate));
    }

    private int[] byWeight(int[] weighed, long[] votes) {
        boolean descending = request.descending();
        if (request.rules().asKarmada()) {
            return Webster.apportion(request.replicas(), votes, descending);
        }
        int[] most = Arrays.stream(weighed).map(this::most).toArray();
        int[] won = Webster.apportion(request.replicas(), votes, new int[votes.length], most, descending);
        int left = request.replicas() - Arrays.stream(won).sum();
        return left == 0 ? won : Webster.apportion(left, votes, won, new int[0], descending);
    }

    /** Room that is not known is no limit. */
    private int most(int candidate) {
        return candidates.of(candidate).capacity().isEmpty()
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, candidates.available(candidate));
    }

    private int[] byLimits(int[] weighed, long[] votes) {
        List<ReplicaPlan.Preference> preferences = new ArrayList<>();
        for (int index = 0; index < weighed.length; index++) {
            int candidate = weighed[index];
            Preferences.Limit limit = candidates.ground().limit(candidates.cluster(candidate));
            OptionalLong most =
                    limit.most().isPresent() ? OptionalLong.of(limit.most().getAsInt()) : OptionalLong.empty();
            OptionalLong capacity = candidates.of(candidate).capacity().isPresent()
                    ? OptionalLong.of(candidates.available(candidate))
                    : OptionalLong.empty();
            preferences.add(new ReplicaPlan.Preference(
                    candidates.name(candidate),
                    limit.least(),
                    most,
                    votes[index],
                    capacity,
                    candidates.assigned(candidate)));
        }
        boolean rebalance = fresh || request.rules().preferences().rebalance();
        return ReplicaPlan.of(request.replicas(), preferences, rebalance, request.uid()).stream()
                .mapToInt(share -> Math.toIntExact(share.replicas()))
                .toArray();
    }
}
