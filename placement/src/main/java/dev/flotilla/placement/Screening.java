package dev.flotilla.placement;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Lets every cluster of the fleet through the filters, under one affinity: those that pass become candidates. Why the
 * others did not is worked out by {@link Verdicts} for whoever asks.
 */
final class Screening {
    private static final int PERCENT = 100;
    private static final int SCORE_OF_LOCALITY = 100;

    private final ClusterSnapshot fleet;
    private final WorkloadRequest request;
    private final Previous previous;
    private final Ground ground;
    private final int[] before;
    private final boolean[] evicted;

    Screening(ClusterSnapshot fleet, WorkloadRequest request, Previous previous) {
        this.fleet = fleet;
        this.request = request;
        this.previous = previous;
        this.ground = fleet.topology().ground(request.rules());
        this.before = before(fleet, previous);
        this.evicted = evicted(fleet, previous);
    }

    private static int[] before(ClusterSnapshot fleet, Previous previous) {
        int[] before = new int[fleet.size()];
        Arrays.fill(before, Candidates.NOT_PLACED);
        for (Map.Entry<String, Integer> placed : previous.replicas().entrySet()) {
            int index = fleet.topology().index(placed.getKey());
            if (index >= 0) {
                before[index] = Math.max(0, placed.getValue());
            }
        }
        return before;
    }

    private static boolean[] evicted(ClusterSnapshot fleet, Previous previous) {
        if (previous.evicted().isEmpty()) {
            return new boolean[0];
        }
        boolean[] evicted = new boolean[fleet.size()];
        for (String name : previous.evicted()) {
            int index = fleet.topology().index(name);
            if (index >= 0) {
                evicted[index] = true;
            }
        }
        return evicted;
    }

    /**
     * @param term the affinity's position among the placement's
     * @param measured whether it matters how much room the candidates have
     */
    Candidates under(int term, boolean measured) {
        int[] tiers = ground.tiers(term);
        boolean[] serving = fleet.topology().servingOf(request.api());
        int[] passed = new int[fleet.size()];
        int count = 0;
        for (int cluster = 0; cluster < passed.length; cluster++) {
            boolean passes = tiers[cluster] != Ground.NO_TIER
                    && ground.open(cluster)
                    && (before[cluster] != Candidates.NOT_PLACED
                            || (serving[cluster] && ground.tolerated(cluster) && withPeers(cluster)))
                    && (evicted.length == 0 || !evicted[cluster])
                    && filtered(cluster);
            if (passes) {
                passed[count++] = cluster;
            }
        }
        return candidates(Arrays.copyOf(passed, count), tiers, measured);
    }

    private boolean withPeers(int cluster) {
        Peers peers = request.peers();
        if (peers.indifferent()) {
            return true;
        }
        String name = fleet.clusters().get(cluster).name();
        return (peers.together().isEmpty() || peers.together().get().contains(name))
                && !peers.apart().contains(name);
    }

    private boolean filtered(int cluster) {
        if (!request.advice().silent()
                && request.advice()
                        .refuses(fleet.clusters().get(cluster).name())
                        .isPresent()) {
            return false;
        }
        for (Filter filter : request.rules().preferences().filters()) {
            Optional<String> refusal =
                    filter.refuses(fleet.clusters().get(cluster), request, before[cluster] != Candidates.NOT_PLACED);
            if (refusal.isPresent()) {
                return false;
            }
        }
        return true;
    }

    private Candidates candidates(int[] passed, int[] tiers, boolean measured) {
        int[] tier = new int[passed.length];
        int[] score = new int[passed.length];
        int[] allocatable = new int[passed.length];
        int[] were = new int[passed.length];
        int[] rooms = measured ? fleet.rooms().of(request) : new int[0];
        int locality = SCORE_OF_LOCALITY * request.rules().preferences().localityWeight() / PERCENT;
        for (int index = 0; index < passed.length; index++) {
            int cluster = passed[index];
            tier[index] = tiers[cluster];
            were[index] = before[cluster];
            score[index] = ground.score(cluster) + (before[cluster] == Candidates.NOT_PLACED ? 0 : locality);
            if (!request.advice().silent()) {
                score[index] +=
                        request.advice().counts(fleet.clusters().get(cluster).name());
            }
            if (measured) {
                allocatable[index] = allocatable(cluster, rooms[cluster]);
            }
        }
        return new Candidates(fleet, ground, passed, tier, score, allocatable, were);
    }

    private int allocatable(int cluster, int room) {
        int known = room == Integer.MAX_VALUE ? request.roomWanted() : room;
        if (!ground.limited()) {
            return known;
        }
        int most = ground.limit(cluster).most().orElse(Integer.MAX_VALUE);
        return Math.max(0, Math.min(known, most - Math.max(0, before[cluster])));
    }

    ClusterSnapshot fleet() {
        return fleet;
    }

    WorkloadRequest request() {
        return request;
    }

    Previous previous() {
        return previous;
    }
}
