package dev.flotilla.placement.apportion;

import java.util.Arrays;

/**
 * Apportions seats to parties by Webster's method (Sainte-Laguë): one seat at a time to the highest {@code votes / (2 *
 * seats + 1)}.
 *
 * <p>The result sums up to the seats given out, and never takes a seat away when more are given out. A tie goes to the
 * party with fewer seats, then to the first or the last, as the caller says, so that over many workloads no cluster is
 * always the first. Parties are told apart by their index: whoever wants ties broken by name lists them by name.
 *
 * <p>The seats that any order of giving would give out before the last few are given at once, so that the time grows
 * with the number of parties and not with that of seats.
 */
public final class Webster {
    private static final int SEATS_MAX = Integer.MAX_VALUE / 2;

    private final long[] votes;
    private final int[] most;
    private final boolean descending;
    private final int[] seats;
    private final double[] quotients;
    private final int[] heap;
    private int waiting;

    private Webster(long[] votes, int[] seats, int[] most, boolean descending) {
        this.votes = votes;
        this.seats = seats;
        this.most = most;
        this.descending = descending;
        this.quotients = new double[votes.length];
        this.heap = new int[votes.length];
    }

    /**
     * @param votes not negative
     * @param descending whether the last party wins a tie that seats do not break
     * @return the seats of each party; all zero if there is none to give
     */
    public static int[] apportion(int seats, long[] votes, boolean descending) {
        return apportion(seats, votes, new int[votes.length], new int[0], descending);
    }

    /**
     * Gives out more seats to parties that have some already.
     *
     * @param had the seats each party has before; none is taken from it
     * @param most how many each party may have in all; empty for no limit
     * @return what each has then; seats that nobody may have any more are not given
     */
    public static int[] apportion(int seats, long[] votes, int[] had, int[] most, boolean descending) {
        int[] won = had.clone();
        if (votes.length > 0 && seats > 0) {
            new Webster(votes, won, most, descending).give(seats);
        }
        return won;
    }

    private void give(int toGive) {
        int left = toGive - giveAtOnce(toGive);
        for (int party = 0; party < votes.length; party++) {
            if (mayWin(party)) {
                quotients[party] = quotient(party, seats[party]);
                heap[waiting++] = party;
            }
        }
        for (int slot = waiting / 2 - 1; slot >= 0; slot--) {
            sink(slot);
        }
        while (left > 0 && waiting > 0) {
            int winner = heap[0];
            seats[winner]++;
            left--;
            if (mayWin(winner)) {
                quotients[winner] = quotient(winner, seats[winner]);
            } else {
                heap[0] = heap[--waiting];
            }
            sink(0);
        }
    }

    /**
     * Every seat whose quotient lies above a bound that fewer than {@code toGive} seats can lie above; all of them come
     * before any below it.
     *
     * @return how many were given
     */
    private int giveAtOnce(int toGive) {
        double all = Arrays.stream(votes).sum();
        if (2.0 * toGive <= votes.length || all <= 0) {
            return 0;
        }
        double bound = all / (2.0 * toGive - votes.length) * (1 + 1e-9);
        int given = 0;
        for (int party = 0; party < votes.length; party++) {
            int above = Math.min(above(party, bound), mostOf(party));
            if (above > seats[party]) {
                given += above - seats[party];
                seats[party] = above;
            }
        }
        return given;
    }

    /** How many of the party's seats have a quotient above the bound. */
    private int above(int party, double bound) {
        int count = (int) Math.min(SEATS_MAX, (votes[party] / bound + 1) / 2);
        while (count > 0 && quotient(party, count - 1) <= bound) {
            count--;
        }
        return count;
    }

    private boolean mayWin(int party) {
        return seats[party] < mostOf(party);
    }

    private int mostOf(int party) {
        return most.length == 0 ? Integer.MAX_VALUE : most[party];
    }

    private double quotient(int party, int had) {
        return votes[party] / (2.0 * had + 1);
    }

    private void sink(int from) {
        int slot = from;
        while (2 * slot + 1 < waiting) {
            int child = 2 * slot + 1;
            if (child + 1 < waiting && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[slot])) {
                return;
            }
            int lower = heap[slot];
            heap[slot] = heap[child];
            heap[child] = lower;
            slot = child;
        }
    }

    private boolean before(int one, int other) {
        if (quotients[one] != quotients[other]) {
            return quotients[one] > quotients[other];
        }
        if (seats[one] != seats[other]) {
            return seats[one] < seats[other];
        }
        return descending ? one > other : one < other;
    }
}
