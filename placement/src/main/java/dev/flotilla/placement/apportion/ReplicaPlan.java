package dev.flotilla.placement.apportion;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Divides replicas by preferences with a least, a most and a weight for each cluster, as KubeFed's
 * ReplicaSchedulingPreference does.
 *
 * <pre>
 * by weight descending, then by hash of cluster and key:
 *   each gets its least, as far as replicas and capacity last
 *   unless rebalancing: each keeps what it runs beyond that, as far as its most, capacity and replicas last
 *   repeat: each open cluster gets its share by weight, rounded up, of what was left at the start of the round,
 *           less what it kept; one that reaches its most or its capacity takes no part any more
 * </pre>
 */
public final class ReplicaPlan {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private final List<Preference> preferences;
    private final boolean rebalance;
    private final long[] planned;
    private final long[] kept;
    private final long[] overflow;
    private long remaining;

    /**
     * @param most empty for no limit
     * @param capacity how many it can run in all; empty if unknown
     * @param running how many it runs now
     */
    public record Preference(
            String cluster, long least, OptionalLong most, long weight, OptionalLong capacity, long running) {}

    /** @param overflow replicas that the cluster was due, but cannot take */
    public record Share(String cluster, long replicas, long overflow) {}

    private ReplicaPlan(List<Preference> preferences, boolean rebalance, long replicas) {
        this.preferences = preferences;
        this.rebalance = rebalance;
        this.remaining = replicas;
        this.planned = new long[preferences.size()];
        this.kept = new long[preferences.size()];
        this.overflow = new long[preferences.size()];
    }

    /**
     * @param key {@code namespace/name} of what is divided; it settles who comes first among equal weights
     * @param rebalance whether running replicas may move to where the weights want them
     * @return one for each preference, in their order
     */
    public static List<Share> of(long replicas, List<Preference> preferences, boolean rebalance, String key) {
        ReplicaPlan plan = new ReplicaPlan(preferences, rebalance, replicas);
        List<Integer> order = plan.order(key);
        order.forEach(plan::giveLeast);
        if (!rebalance) {
            order.forEach(plan::keepRunning);
        }
        plan.share(order);
        return plan.shares();
    }

    private List<Integer> order(String key) {
        List<Integer> order = new ArrayList<>();
        for (int index = 0; index < preferences.size(); index++) {
            order.add(index);
        }
        order.sort(Comparator.comparingLong(
                        (Integer index) -> preferences.get(index).weight())
                .reversed()
                .thenComparingLong(index ->
                        Integer.toUnsignedLong(fnv1(preferences.get(index).cluster() + key))));
        return order;
    }

    private void giveLeast(int index) {
        Preference preference = preferences.get(index);
        long least = Math.min(preference.least(), remaining);
        planned[index] = Math.min(least, preference.capacity().orElse(least));
        remaining -= planned[index];
    }

    private void keepRunning(int index) {
        Preference preference = preferences.get(index);
        long limit = Math.min(
                preference.most().orElse(Long.MAX_VALUE), preference.capacity().orElse(Long.MAX_VALUE));
        long extra = Math.min(Math.min(preference.running(), limit) - planned[index], remaining);
        if (extra > 0) {
            kept[index] = extra;
            planned[index] += extra;
            remaining -= extra;
        }
    }

    private void share(List<Integer> order) {
        List<Integer> open = order;
        boolean changed = true;
        while (changed && remaining > 0) {
            long weights = open.stream()
                    .mapToLong(index -> preferences.get(index).weight())
                    .sum();
            if (weights <= 0) {
                return;
            }
            changed = false;
            long atStart = remaining;
            List<Integer> stillOpen = new ArrayList<>();
            for (int index : open) {
                long due =
                        Math.min(Math.ceilDiv(atStart * preferences.get(index).weight(), weights), remaining);
                long credit = Math.min(due, kept[index]);
                kept[index] -= credit;
                long before = planned[index];
                if (!fill(index, before + due - credit)) {
                    stillOpen.add(index);
                }
                remaining -= planned[index] - before;
                changed |= credit > 0 || planned[index] > before;
            }
            open = stillOpen;
        }
    }

    /** @return whether the cluster is full by it */
    private boolean fill(int index, long wanted) {
        Preference preference = preferences.get(index);
        long most = preference.most().orElse(Long.MAX_VALUE);
        long allowed = Math.min(wanted, most);
        long capacity = preference.capacity().orElse(Long.MAX_VALUE);
        planned[index] = Math.min(allowed, capacity);
        overflow[index] += allowed - planned[index];
        return wanted > most || allowed > capacity;
    }

    /** Without rebalancing, only such overflow is told as found no place elsewhere. */
    private List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        for (int index = 0; index < overflow.length; index++) {
            long over = rebalance ? overflow[index] : Math.min(overflow[index], remaining);
            shares.add(new Share(preferences.get(index).cluster(), planned[index], over));
        }
        return shares;
    }

    private static int fnv1(String text) {
        int hash = FNV_OFFSET;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash * FNV_PRIME) ^ (each & 0xff);
        }
        return hash;
    }
}
