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
 * What one binding promises: its replicas in each of its clusters, but for those that a report of the cluster counts
 * for good, and since when they have been seen there.
 */
record Promise(List<Part> parts) {
    private static final Promise NONE = new Promise(List.of());

    /** Some replicas in one cluster. */
    record Part(String cluster, Slot slot, long replicas) {}

    static Promise of(StoredObject binding) {
        JsonNode tree = ObjectJson.parse(binding.storedJson());
        JsonNode spec = tree.path("spec");
        if (spec.path("clusters").isEmpty() || !(spec.has("replicas") || spec.has("components"))) {
            return NONE;
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode target : spec.path("clusters")) {
            String cluster = target.path("name").asString("");
            Seen seen = Seen.in(tree.path("status").path("aggregatedStatus"), cluster);
            if (spec.path("components").isEmpty()) {
                Need need = need(spec.path("replicaRequirements"));
                seen.of(need, cluster, target.path("replicas").asLong(0)).forEach(parts::add);
            } else {
                for (JsonNode component : spec.path("components")) {
                    Need need = need(component.path("replicaRequirements"));
                    seen.all(need, cluster, component.path("replicas").asLong(0))
                            .forEach(parts::add);
                }
            }
        }
        return new Promise(List.copyOf(parts));
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

        private List<Part> of(Need need, String cluster, long promised) {
            long there = Math.min(promised, replicas);
            List<Part> parts = new ArrayList<>();
            long counting = there - Math.min(there, counted);
            if (counting > 0) {
                parts.add(new Part(cluster, new Slot(since, need), counting));
            }
            if (promised > there) {
                parts.add(new Part(cluster, new Slot(Slot.UNSEEN, need), promised - there));
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
