package dev.flotilla.placement;

import dev.flotilla.api.selector.ClusterIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds candidates from short texts: {@code name[@region]:room[+assigned]}. */
final class Candidates {
    private Candidates() {}

    static List<Candidate> of(String... texts) {
        return List.of(texts).stream().map(Candidates::one).toList();
    }

    static Candidate tier(int tier, String text) {
        Candidate candidate = one(text);
        return new Candidate(
                candidate.cluster(), candidate.score(), tier, candidate.allocatable(), candidate.assigned());
    }

    private static Candidate one(String text) {
        String[] nameAndRoom = text.split(":");
        String[] nameAndRegion = nameAndRoom[0].split("@");
        String[] room = nameAndRoom[1].split("\\+");
        int assigned = room.length > 1 ? Integer.parseInt(room[1]) : 0;
        String region = nameAndRegion.length > 1 ? nameAndRegion[1] : "";
        return new Candidate(
                new FleetCluster(
                        new ClusterIdentity(nameAndRegion[0], Map.of(), "", region, List.of()),
                        List.of(),
                        Set.of(),
                        false,
                        Optional.empty()),
                assigned > 0 ? 100 : 0,
                0,
                Integer.parseInt(room[0]),
                assigned);
    }
}
