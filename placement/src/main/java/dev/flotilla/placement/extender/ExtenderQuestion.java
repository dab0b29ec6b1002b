package dev.flotilla.placement.extender;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.FleetCluster;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an extender is asked about one workload. It says what is to be placed and what clusters there are, not where the
 * workload is or what clusters have left: these change all the time, and the scheduler weighs them itself.
 *
 * @param hash equal for equal questions
 */
public record ExtenderQuestion(String hash, ObjectNode request) {
    private static final int HASH_BYTES = 12;

    static ExtenderQuestion of(JsonNode binding, ClusterSnapshot fleet) {
        ObjectNode request = ObjectJson.mapper().createObjectNode();
        JsonNode spec = binding.path("spec");
        ObjectNode workload = request.putObject("workload");
        for (String field : new String[] {"apiVersion", "kind", "namespace", "name", "uid"}) {
            String value = spec.path("resource").path(field).asString("");
            if (!value.isEmpty()) {
                workload.put(field, value);
            }
        }
        for (String field : new String[] {"replicas", "replicaRequirements", "placement"}) {
            if (spec.has(field)) {
                request.set(field, spec.path(field).deepCopy());
            }
        }
        ArrayNode clusters = request.putArray("clusters");
        fleet.clusters().forEach(cluster -> clusters.add(cluster(cluster)));
        return new ExtenderQuestion(hash(request), request);
    }

    private static ObjectNode cluster(FleetCluster cluster) {
        ObjectNode node = RecordJson.write(cluster.identity());
        ObjectNode labels = node.objectNode();
        new TreeMap<>(cluster.identity().labels()).forEach(labels::put);
        node.set("labels", labels);
        return node;
    }

    private static String hash(ObjectNode request) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(request.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As it is sent. */
    public ObjectNode review() {
        ObjectNode review = ObjectJson.mapper().createObjectNode();
        review.put("apiVersion", ExtenderAnswers.API_VERSION).put("kind", ExtenderAnswers.KIND);
        review.set("request", request.deepCopy().put("uid", hash));
        return review;
    }
}
