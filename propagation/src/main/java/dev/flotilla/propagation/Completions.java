package dev.flotilla.propagation;

import dev.flotilla.api.work.TargetCluster;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deals a divided Job's completions out by the clusters' replicas, as seats by votes (Webster). */
final class Completions {
    private Completions() {}

    /** Sets this cluster's share in place; manifests of other kinds, and Jobs without completions, stay as they are. */
    static void divide(ObjectNode manifest, List<TargetCluster> clusters, String cluster) {
        JsonNode completions = manifest.path("spec").path("completions");
        if (manifest.path("kind").asString("").equals("Job") && completions.isNumber()) {
            ((ObjectNode) manifest.path("spec")).put("completions", share(completions.asInt(), clusters, cluster));
        }
    }

    static int share(int completions, List<TargetCluster> clusters, String cluster) {
        List<TargetCluster> parties = clusters.stream()
                .filter(each -> each.replicas() > 0)
                .sorted(Comparator.comparing(TargetCluster::name))
                .toList();
        int[] seats = new int[parties.size()];
        for (int seat = 0; seat < completions && seats.length > 0; seat++) {
            seats[next(parties, seats)]++;
        }
        for (int index = 0; index < seats.length; index++) {
            if (parties.get(index).name().equals(cluster)) {
                return seats[index];
            }
        }
        return 0;
    }

    /** Ties go to who has fewer seats, then to the name. */
    private static int next(List<TargetCluster> parties, int[] seats) {
        int best = 0;
        for (int index = 1; index < seats.length; index++) {
            long mine = (long) parties.get(index).replicas() * (2L * seats[best] + 1);
            long theirs = (long) parties.get(best).replicas() * (2L * seats[index] + 1);
            if (mine > theirs || (mine == theirs && seats[index] < seats[best])) {
                best = index;
            }
        }
        return best;
    }
}
