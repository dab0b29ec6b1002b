package dev.flotilla.placement;

import java.util.Arrays;

/**
 * Some selected clusters and those that are not, and the exchange of one for another until the selected have room for
 * all replicas: the last selected first, each for the roomiest of the others that has more room than it.
 */
final class Exchange {
    private static final Rule FREELY = (_, _) -> true;

    /** Whether a selected candidate may go for another. */
    @FunctionalInterface
    interface Rule {
        boolean allows(int leaving, int coming);
    }

    private final Candidates candidates;
    private final int[] row;
    private final int count;
    private final int replicas;
    private final Rule allowed;

    /** @param row the selected first, then the others, each the best first */
    Exchange(Candidates candidates, int[] row, int count, int replicas) {
        this(candidates, row, count, replicas, FREELY);
    }

    Exchange(Candidates candidates, int[] row, int count, int replicas, Rule allowed) {
        this.candidates = candidates;
        this.row = row;
        this.count = count;
        this.replicas = replicas;
        this.allowed = allowed;
    }

    /** @return whether there is room now */
    boolean untilThereIsRoom() {
        long room = candidates.available(selected());
        for (int slot = count - 1; slot >= 0 && room < replicas; slot--) {
            int roomiest = roomiest(slot);
            if (roomiest >= 0) {
                int leaving = row[slot];
                row[slot] = row[roomiest];
                row[roomiest] = leaving;
                room += candidates.available(row[slot]) - candidates.available(leaving);
            }
        }
        return room >= replicas;
    }

    private int roomiest(int slot) {
        long most = candidates.available(row[slot]);
        int roomiest = -1;
        for (int other = count; other < row.length; other++) {
            if (candidates.available(row[other]) > most && allowed.allows(row[slot], row[other])) {
                most = candidates.available(row[other]);
                roomiest = other;
            }
        }
        return roomiest;
    }

    int[] selected() {
        return row.length == count ? row : Arrays.copyOf(row, count);
    }
}
