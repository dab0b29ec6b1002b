package dev.flotilla.placement;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Apportions seats to parties by Webster's method (Sainte-Laguë): one seat at a time to the highest {@code votes / (2 *
 * seats + 1)}.
 *
 * <p>The result sums up to the seats given out, depends on no order of the parties, and never takes a seat away when
 * more are given out. A tie goes to the party with fewer seats, then by name, ascending or descending as the caller
 * says, so that over many workloads no cluster is always the first.
 */
final class Webster {
    private Webster() {}

    /** @param votes not negative */
    record Party(String name, long votes) {}

    /**
     * @param descending whether the last name wins a tie that seats do not break
     * @return the seats of each party, in the order of the parties; all zero if there is none to give
     */
    static int[] apportion(int seats, List<Party> parties, boolean descending) {
        int[] won = new int[parties.size()];
        if (parties.isEmpty()) {
            return won;
        }
        Comparator<String> names = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        PriorityQueue<Claim> claims = new PriorityQueue<>(Comparator.comparingDouble(Claim::quotient)
                .reversed()
                .thenComparingInt(Claim::seats)
                .thenComparing(claim -> claim.party.name(), names));
        for (int index = 0; index < won.length; index++) {
            claims.add(new Claim(parties.get(index), index, 0));
        }
        for (int given = 0; given < seats; given++) {
            Claim best = claims.remove();
            won[best.index]++;
            claims.add(new Claim(best.party, best.index, won[best.index]));
        }
        return won;
    }

    private record Claim(Party party, int index, int seats) {
        double quotient() {
            return party.votes() / (2.0 * seats + 1);
        }
    }
}
