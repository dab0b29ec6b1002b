package dev.flotilla.placement;

import dev.flotilla.api.selector.ClusterIdentity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Builds candidates from short texts: {@code name[@region]:room[+assigned][^tier]}. */
final class SomeCandidates {
    private SomeCandidates() {}

    static Candidates of(PlacementRules rules, String... texts) {
        List<One> all = Arrays.stream(texts)
                .map(SomeCandidates::one)
                .sorted(Comparator.comparing(one -> one.cluster().name()))
                .toList();
        ClusterSnapshot fleet =
                new ClusterSnapshot(all.stream().map(One::cluster).toList());
        int[] clusters = new int[all.size()];
        Arrays.setAll(clusters, index -> index);
        return new Candidates(
                fleet,
                fleet.topology().ground(rules),
                clusters,
                all.stream().mapToInt(One::tier).toArray(),
                all.stream().mapToInt(one -> one.before() > 0 ? 100 : 0).toArray(),
                all.stream().mapToInt(One::room).toArray(),
                all.stream().mapToInt(One::before).toArray());
    }

    /** Replicas by name of what was dealt; clusters without are left out. */
    static Map<String, Integer> named(Candidates candidates, int[] replicas) {
        Map<String, Integer> named = new TreeMap<>();
        for (int candidate = 0; candidate < replicas.length; candidate++) {
            if (replicas[candidate] != ReplicaAssignment.NONE) {
                named.put(candidates.name(candidate), replicas[candidate]);
            }
        }
        return named;
    }

    private record One(FleetCluster cluster, int room, int before, int tier) {}

    private static One one(String text) {
        String[] withTier = text.split("\\^");
        String[] nameAndRoom = withTier[0].split(":");
        String[] nameAndRegion = nameAndRoom[0].split("@");
        String[] room = nameAndRoom[1].split("\\+");
        String region = nameAndRegion.length > 1 ? nameAndRegion[1] : "";
        FleetCluster cluster = new FleetCluster(
                new ClusterIdentity(nameAndRegion[0], Map.of(), "", region, List.of()),
                List.of(),
                Set.of(),
                false,
                Optional.empty());
        return new One(
                cluster,
                Integer.parseInt(room[0]),
                room.length > 1 ? Integer.parseInt(room[1]) : Candidates.NOT_PLACED,
                withTier.length > 1 ? Integer.parseInt(withTier[1]) : 0);
    }
}
