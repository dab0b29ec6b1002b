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
 * @param workload what is to be placed
 */
public record ExtenderQuestion(String hash, ObjectNode workload, Fleet fleet) {
    private static final int HASH_BYTES = 12;

    /** What questions say of the clusters, which is the same for all workloads; not to be changed. */
    public record Fleet(String hash, ArrayNode clusters) {
        static Fleet of(ClusterSnapshot fleet) {
            ArrayNode clusters = ObjectJson.mapper().createArrayNode();
            fleet.clusters().forEach(each -> clusters.add(cluster(each)));
            return new Fleet(ExtenderQuestion.hash(clusters.toString()), clusters);
        }

        private static ObjectNode cluster(FleetCluster cluster) {
            ObjectNode node = RecordJson.write(cluster.identity());
            node.put("name", cluster.name());
            ObjectNode labels = node.objectNode();
            new TreeMap<>(cluster.identity().labels()).forEach(labels::put);
            node.set("labels", labels);
            return node;
        }
    }

    static ExtenderQuestion of(JsonNode binding, Fleet fleet) {
        ObjectNode about = ObjectJson.mapper().createObjectNode();
        JsonNode spec = binding.path("spec");
        ObjectNode workload = about.putObject("workload");
        for (String field : new String[] {"apiVersion", "kind", "namespace", "name", "uid"}) {
            String value = spec.path("resource").path(field).asString("");
            if (!value.isEmpty()) {
                workload.put(field, value);
            }
        }
        for (String field : new String[] {"replicas", "replicaRequirements", "placement"}) {
            if (spec.has(field)) {
                about.set(field, spec.path(field).deepCopy());
            }
        }
        return new ExtenderQuestion(hash(about + fleet.hash()), about, fleet);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As it is sent. */
    public ObjectNode review() {
        ObjectNode review = ObjectJson.mapper().createObjectNode();
        review.put("apiVersion", ExtenderAnswers.API_VERSION).put("kind", ExtenderAnswers.KIND);
        ObjectNode request = review.putObject("request").put("uid", hash);
        request.setAll(workload.deepCopy());
        request.set("clusters", fleet.clusters().deepCopy());
        return review;
    }
}
