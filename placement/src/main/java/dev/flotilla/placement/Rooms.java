package dev.flotilla.placement;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas more each cluster of a fleet takes, by what a replica needs. Answers are by the clusters' order,
 * and must not be changed.
 *
 * <p>A fleet that comes from another one asks only the clusters that changed, if the other was asked the same lately.
 */
final class Rooms {
    /** How many different requirements are remembered; each costs 4 bytes a cluster. */
    private static final int REMEMBERED_MAX = 256;
    /** How many fleets are looked back over. */
    private static final int BACK_MAX = 64;

    private final List<FleetCluster> clusters;
    private final int[] changed;
    private volatile @Nullable Rooms before;
    private final Remembered<Requirement, int[]> ours = new Remembered<>(
            REMEMBERED_MAX, requirement -> estimate(rooms -> rooms.ours, requirement, ours(requirement)));
    private final Remembered<Requirement, int[]> asKarmada = new Remembered<>(
            REMEMBERED_MAX, requirement -> estimate(rooms -> rooms.asKarmada, requirement, asKarmada(requirement)));
    private final Remembered<List<WorkloadRequest.Component>, int[]> sets =
            new Remembered<>(REMEMBERED_MAX, components -> estimate(rooms -> rooms.sets, components, sets(components)));

    Rooms(List<FleetCluster> clusters) {
        this.clusters = clusters;
        this.changed = new int[0];
    }

    private Rooms(List<FleetCluster> clusters, Rooms before) {
        this.clusters = clusters;
        this.before = before;
        this.changed = changed(before.clusters, clusters);
        before.forgetBeyond(BACK_MAX);
    }

    /** @param same as many clusters, in the same order */
    Rooms next(List<FleetCluster> same) {
        return new Rooms(same, this);
    }

    @SuppressWarnings("ReferenceEquality") // the same cluster gives the same answer
    private static int[] changed(List<FleetCluster> before, List<FleetCluster> now) {
        int[] changed = new int[now.size()];
        int count = 0;
        for (int index = 0; index < changed.length; index++) {
            if (before.get(index) != now.get(index)) {
                changed[count++] = index;
            }
        }
        return Arrays.copyOf(changed, count);
    }

    private void forgetBeyond(int steps) {
        @Nullable Rooms last = this;
        for (int step = 1; step < steps && last != null; step++) {
            last = last.before;
        }
        if (last != null) {
            last.before = null;
        }
    }

    int[] of(WorkloadRequest request) {
        if (request.countedInSets()) {
            return sets.of(request.components());
        }
        return request.rules().asKarmada() ? asKarmada.of(request.requirement()) : ours.of(request.requirement());
    }

    private <K> int[] estimate(Function<Rooms, Remembered<K, int[]>> where, K question, ToIntFunction<Capacity> ask) {
        BitSet differing = new BitSet();
        Rooms newer = this;
        for (@Nullable Rooms older = before; older != null; older = older.before) {
            Arrays.stream(newer.changed).forEach(differing::set);
            int @Nullable [] known = where.apply(older).known(question);
            if (known != null) {
                int[] rooms = known.clone();
                differing.stream().forEach(index -> rooms[index] = room(index, ask));
                return rooms;
            }
            newer = older;
        }
        int[] rooms = new int[clusters.size()];
        Arrays.setAll(rooms, index -> room(index, ask));
        return rooms;
    }

    private int room(int index, ToIntFunction<Capacity> ask) {
        return clusters.get(index).capacity().map(ask::applyAsInt).orElse(0);
    }

    private static ToIntFunction<Capacity> ours(Requirement requirement) {
        return capacity -> Estimator.replicas(capacity, requirement);
    }

    private static ToIntFunction<Capacity> asKarmada(Requirement requirement) {
        return capacity -> Estimator.asKarmada(capacity, requirement);
    }

    private static ToIntFunction<Capacity> sets(List<WorkloadRequest.Component> components) {
        return capacity -> ComponentSets.fit(capacity, components);
    }
}
