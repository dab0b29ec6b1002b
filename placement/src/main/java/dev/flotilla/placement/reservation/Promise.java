package dev.flotilla.placement.reservation;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.ReplicaRequirements;
import dev.flotilla.placement.Requirement;
import dev.flotilla.placement.cluster.ClusterReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What one binding takes of its clusters that no report of theirs is sure to count: replicas that are to be there, and
 * those that are there still though they are to go; and since when they have been seen.
 */
record Promise(List<Part> parts) {
    private static final Promise NONE = new Promise(List.of());

    /** Some replicas in one cluster. */
    record Part(String cluster, Slot slot, long replicas) {}

    static Promise of(StoredObject binding) {
        JsonNode tree = ObjectJson.parse(binding.storedJson());
        JsonNode spec = tree.path("spec");
        boolean nowhere =
                spec.path("clusters").isEmpty() && spec.path("removing").isEmpty();
        if (nowhere || !(spec.has("replicas") || spec.has("components"))) {
            return NONE;
        }
        JsonNode observed = tree.path("status").path("aggregatedStatus");
        List<Part> parts = new ArrayList<>();
        for (JsonNode target : spec.path("clusters")) {
            String cluster = target.path("name").asString("");
            Seen seen = Seen.in(observed, cluster);
            parts.addAll(parts(spec, cluster, seen, target.path("replicas").asLong(0), true));
        }
        for (JsonNode removal : spec.path("removing")) {
            String cluster = removal.path("cluster").asString("");
            Seen seen = Seen.in(observed, cluster);
            parts.addAll(parts(spec, cluster, seen, evicted(spec, cluster), seen.replicas() > 0));
        }
        return new Promise(List.copyOf(parts));
    }

    /**
     * @param replicas that are to be there, as far as anybody wrote it down
     * @param components whether those of what has several are there, or are to be
     */
    private static List<Part> parts(JsonNode spec, String cluster, Seen seen, long replicas, boolean components) {
        if (spec.path("components").isEmpty()) {
            return seen.of(need(spec.path("replicaRequirements")), cluster, replicas);
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode component : spec.path("components")) {
            Need need = need(component.path("replicaRequirements"));
            long each = components ? component.path("replicas").asLong(0) : 0;
            parts.addAll(seen.all(need, cluster, each));
        }
        return parts;
    }

    /** How many an eviction makes leave a cluster: they may come there yet, if they had not when it was decided. */
    private static long evicted(JsonNode spec, String cluster) {
        for (JsonNode task : spec.path("gracefulEvictionTasks")) {
            if (task.path("fromCluster").asString("").equals(cluster)) {
                return task.path("replicas").asLong(0);
            }
        }
        return 0;
    }

    private static Need need(JsonNode requirements) {
        return Need.of(new Requirement(
                ClusterReader.milliOf(requirements.path("resourceRequest")),
                Optional.of(requirements.path("nodeClaim"))
                        .filter(JsonNode::isObject)
                        .map(claim -> RecordJson.read(claim, ReplicaRequirements.NodeClaim.class))));
    }

    /** How many replicas of a binding have been seen in a cluster, and since when. */
    private record Seen(long replicas, long since, long counted) {
        private static final Seen NOTHING = new Seen(0, Slot.UNSEEN, 0);

        static Seen in(JsonNode items, String cluster) {
            for (JsonNode item : items) {
                if (item.path("clusterName").asString("").equals(cluster)) {
                    return item.has("replicas")
                            ? new Seen(
                                    item.path("replicas").asLong(0),
                                    seconds(item.path("replicasSince")),
                                    item.path("replicasCounted").asLong(0))
                            : NOTHING;
                }
            }
            return NOTHING;
        }

        private static long seconds(JsonNode time) {
            return time.isString() ? Instant.parse(time.asString()).getEpochSecond() : Slot.UNSEEN;
        }

        /** @param promised how many are to be there; those that were seen count until they are seen gone */
        private List<Part> of(Need need, String cluster, long promised) {
            List<Part> parts = new ArrayList<>();
            long counting = replicas - Math.min(replicas, counted);
            if (counting > 0) {
                parts.add(new Part(cluster, new Slot(since, need), counting));
            }
            if (promised > replicas) {
                parts.add(new Part(cluster, new Slot(Slot.UNSEEN, need), promised - replicas));
            }
            return parts;
        }

        /** Of what has several components no replicas are counted: it is there, or it is not. */
        private List<Part> all(Need need, String cluster, long promised) {
            return promised > 0
                    ? List.of(new Part(cluster, new Slot(replicas > 0 ? since : Slot.UNSEEN, need), promised))
                    : List.of();
        }
    }
}
