package dev.flotilla.placement;

import dev.flotilla.placement.DecisionTrace.Round;
import dev.flotilla.placement.DecisionTrace.Share;
import java.util.ArrayList;
import java.util.List;

/** Takes down, for an explanation, what was dealt to whom in which order. */
final class DealtRounds {
    private final List<Round> rounds = new ArrayList<>();

    void add(String how, Candidates candidates, int[] parties, long[] votes, int[] won) {
        List<Share> shares = new ArrayList<>();
        int replicas = 0;
        for (int index = 0; index < parties.length; index++) {
            replicas += won[index];
            if (shares.size() < DecisionTrace.SHARES_MAX) {
                shares.add(new Share(candidates.name(parties[index]), votes[index], won[index]));
            }
        }
        rounds.add(new Round(how, replicas, parties.length, shares));
    }

    List<Round> rounds() {
        return List.copyOf(rounds);
    }
}
