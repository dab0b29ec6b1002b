package dev.flotilla.placement;

import dev.flotilla.placement.apportion.Webster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Deals a workload's replicas out among its selected clusters.
 *
 * <p>Divided replicas sum up to exactly what is asked for, or the answer says what is missing. While the workload is
 * steady (nobody asked for it to be dealt anew), scaling up takes nothing from any cluster, scaling down gives nothing
 * to any, and an unchanged sum moves nothing.
 *
 * <p>Answers are replicas by candidate; {@link #NONE} for one that is not to have the workload.
 */
final class ReplicaAssignment {
    static final int NONE = -1;

    private final Candidates candidates;
    private final WorkloadRequest request;
    private final PlacementRules rules;
    private final boolean fresh;
    private final int[] dealt;
    private final @Nullable DealtRounds rounds;

    private ReplicaAssignment(
            Candidates candidates, WorkloadRequest request, boolean fresh, @Nullable DealtRounds rounds) {
        this.candidates = candidates;
        this.request = request;
        this.rules = request.rules();
        this.fresh = fresh;
        this.rounds = rounds;
        this.dealt = new int[candidates.size()];
        Arrays.fill(dealt, NONE);
    }

    /**
     * @param selected the best first
     * @param fresh deal anew, as if every cluster's replicas were part of its room
     * @param rounds takes down what is dealt to whom; null if nobody asks
     */
    static Choice<int[]> assign(
            Candidates candidates,
            int[] selected,
            WorkloadRequest request,
            boolean fresh,
            @Nullable DealtRounds rounds) {
        return new ReplicaAssignment(candidates, request, fresh, rounds).assign(selected);
    }

    private Choice<int[]> assign(int[] selected) {
        if (!request.hasReplicas()) {
            return all(selected, 0);
        }
        if (request.replicas() == 0) {
            return nothing(selected);
        }
        return switch (rules.strategy()) {
            case DUPLICATED -> all(selected, request.replicas());
            case STATIC_WEIGHT -> new StaticShares(candidates, request, fresh, rounds).deal(selected, dealt);
            case DYNAMIC_WEIGHT, AGGREGATED -> byTiers(selected);
        };
    }

    /**
     * A workload scaled to nothing stays where it was, so that scaling it up again finds it. For Karmada it is one that
     * has no replicas, and goes everywhere; or, if it asks for resources, one that has nowhere to go.
     */
    private Choice<int[]> nothing(int[] selected) {
        if (rules.asKarmada()) {
            return request.requirement().asksForSomething() ? new Choice.Made<>(dealt) : all(selected, 0);
        }
        if (rules.strategy() == Strategy.DUPLICATED) {
            return all(selected, 0);
        }
        int[] placed = Arrays.stream(selected).filter(candidates::placed).toArray();
        return all(placed.length == 0 ? selected : placed, 0);
    }

    private Choice<int[]> all(int[] selected, int replicas) {
        for (int candidate : selected) {
            dealt[candidate] = replicas;
        }
        return new Choice.Made<>(dealt);
    }

    private Choice<int[]> byTiers(int[] selected) {
        if (ofOneTier(selected)) {
            return byRoom(selected, request.replicas());
        }
        int[] tiers = Arrays.stream(selected)
                .map(candidates::tier)
                .distinct()
                .sorted()
                .toArray();
        int left = request.replicas();
        for (int tier : tiers) {
            int[] members = Arrays.stream(selected)
                    .filter(candidate -> candidates.tier(candidate) == tier)
                    .toArray();
            int share = (int) Math.min(left, room(members));
            if (share > 0 && byRoom(members, share) instanceof Choice.Refused<int[]> refused) {
                return refused;
            }
            left -= share;
        }
        return left == 0
                ? new Choice.Made<>(dealt)
                : Choice.unschedulable(
                        rules.asKarmada()
                                ? "Clusters available replicas are not enough to schedule."
                                : "Clusters available replicas " + (request.replicas() - left)
                                        + " are not enough to schedule " + request.replicas() + ".");
    }

    private boolean ofOneTier(int[] selected) {
        for (int candidate : selected) {
            if (candidates.tier(candidate) != candidates.tier(selected[0])) {
                return false;
            }
        }
        return true;
    }

    private long room(int[] some) {
        long sum = 0;
        for (int candidate : some) {
            sum += room(candidate);
        }
        return sum;
    }

    private Choice<int[]> byRoom(int[] selected, int share) {
        long running = 0;
        for (int candidate : selected) {
            running += base(candidate);
        }
        if (running > share) {
            return shrink(selected, share);
        }
        for (int candidate : selected) {
            if (base(candidate) > 0) {
                dealt[candidate] = base(candidate);
            }
        }
        return running == share ? new Choice.Made<>(dealt) : add(selected, (int) (share - running));
    }

    /** What a cluster has before any room is dealt: when steady, what it runs, within its limits. */
    private int base(int candidate) {
        if (!candidates.ground().limited()) {
            return fresh ? 0 : candidates.assigned(candidate);
        }
        int had = fresh ? 0 : (int) Math.min(candidates.assigned(candidate), room(candidate));
        return Math.max(had, floor(candidate));
    }

    /** What the limits want a cluster to have at least, as far as it has room. */
    private int floor(int candidate) {
        return (int) Math.min(limit(candidate).least(), room(candidate));
    }

    private long room(int candidate) {
        if (!candidates.ground().limited()) {
            return candidates.available(candidate);
        }
        return Math.min(candidates.available(candidate), limit(candidate).most().orElse(Integer.MAX_VALUE));
    }

    private Preferences.Limit limit(int candidate) {
        return candidates.ground().limit(candidates.cluster(candidate));
    }

    private Choice<int[]> shrink(int[] selected, int share) {
        int[] had = Arrays.stream(selected)
                .filter(candidate -> base(candidate) > 0)
                .sorted()
                .toArray();
        int[] parties = rules.strategy() == Strategy.AGGREGATED ? named(fewest(had, this::base, share, false)) : had;
        long[] votes = Arrays.stream(parties).mapToLong(this::base).toArray();
        int[] floors = Arrays.stream(parties).map(this::floor).toArray();
        int kept = Arrays.stream(floors).sum();
        if (!candidates.ground().limited() || kept > share) {
            floors = new int[parties.length];
            kept = 0;
        }
        int[] most = Arrays.stream(parties).map(this::base).toArray();
        take(
                parties,
                votes,
                Webster.apportion(share - kept, votes, floors, most, request.descending()),
                "kept in proportion to what runs");
        return new Choice.Made<>(dealt);
    }

    private Choice<int[]> add(int[] selected, int seats) {
        long room = 0;
        for (int candidate : selected) {
            room += spare(candidate);
        }
        if (room < seats) {
            return tooLittle(room, seats);
        }
        int[] parties = named(
                rules.strategy() == Strategy.AGGREGATED ? fewest(selected, this::spare, seats, !fresh) : selected);
        long[] votes = Arrays.stream(parties).mapToLong(this::spare).toArray();
        take(
                parties,
                votes,
                Webster.apportion(seats, votes, request.descending()),
                fresh ? "dealt anew by room" : "added by room");
        return new Choice.Made<>(dealt);
    }

    private long spare(int candidate) {
        return room(candidate) - base(candidate);
    }

    private Choice<int[]> tooLittle(long room, int seats) {
        String more = Arrays.stream(dealt).anyMatch(replicas -> replicas > 0) ? " more." : ".";
        return Choice.unschedulable("Clusters available replicas " + room + " are not enough to schedule"
                + (rules.asKarmada() ? "." : " " + seats + more));
    }

    private static int[] named(int[] some) {
        int[] named = some.clone();
        Arrays.sort(named);
        return named;
    }

    private void take(int[] named, long[] votes, int[] won, String how) {
        for (int index = 0; index < named.length; index++) {
            if (won[index] > 0) {
                dealt[named[index]] = Math.max(0, dealt[named[index]]) + won[index];
            }
        }
        if (rounds != null) {
            rounds.add(how, candidates, named, votes, won);
        }
    }

    /** The shortest row of clusters, the preferred and then the roomiest first, that takes all seats. */
    private int[] fewest(int[] among, Candidates.Measure votes, int seats, boolean usedFirst) {
        int[] row = Candidates.ordered(among, votes);
        if (!rules.preferences().scorers().isEmpty()) {
            row = Candidates.ordered(row, candidate -> candidates.ground().score(candidates.cluster(candidate)));
        }
        if (usedFirst) {
            row = Candidates.ordered(row, candidate -> candidates.assigned(candidate) > 0 ? 1 : 0);
        }
        long room = 0;
        int length = 0;
        while (room < seats) {
            room += votes.of(row[length++]);
        }
        return Arrays.copyOf(row, length);
    }
}
