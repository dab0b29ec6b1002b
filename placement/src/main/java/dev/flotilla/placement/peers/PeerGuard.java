package dev.flotilla.placement.peers;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.Peers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Refuses a placement that its peers contradict by now: of two workloads that want to be together or apart and were
 * decided about at once, the second is decided about again.
 */
public final class PeerGuard implements Guard {
    private static final String NAME = "workload-affinity";

    private final PeerIndex index = new PeerIndex();

    /**
     * Of a commit that brings a workload with peers to clusters.
     *
     * @param spec of its binding
     * @param arrivals the clusters it was not in before
     */
    public static Precondition precondition(ObjectKey binding, JsonNode spec, Set<String> arrivals) {
        ObjectNode groups = ObjectJson.mapper().createObjectNode();
        groups.set("workloadAffinityGroups", spec.path("workloadAffinityGroups"));
        return new Precondition.Guarded(
                NAME,
                Map.of(
                        "binding", binding.path(),
                        "groups", groups.toString(),
                        "arrivals", String.join(",", new TreeSet<>(arrivals))));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
        ObjectKey binding = ObjectKey.parse(arguments.getOrDefault("binding", ""));
        JsonNode spec = ObjectJson.parse(arguments.getOrDefault("groups", "{}").getBytes(StandardCharsets.UTF_8));
        Peers peers = index.peers(snapshot, binding, spec);
        for (String cluster : List.of(arguments.getOrDefault("arrivals", "").split(","))) {
            if (peers.apart().contains(cluster)) {
                return Optional.of("a workload of its anti-affinity group has come to cluster " + cluster);
            }
            if (peers.together().filter(places -> !places.contains(cluster)).isPresent()) {
                return Optional.of("not every workload of its affinity group is in cluster " + cluster + " any more");
            }
        }
        return Optional.empty();
    }
}
