package dev.flotilla.placement.reservation;

import java.util.Comparator;

/**
 * Replicas that are counted together: of the same need, and seen since the same second.
 *
 * @param since seconds of the epoch; {@link #UNSEEN} for replicas that have not come yet
 */
record Slot(long since, Need need) implements Comparable<Slot> {
    static final long UNSEEN = Long.MAX_VALUE;

    private static final Comparator<Slot> ORDER =
            Comparator.comparingLong(Slot::since).thenComparing(Slot::need);

    @Override
    public int compareTo(Slot other) {
        return ORDER.compare(this, other);
    }
}
