package dev.flotilla.hub;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ReplicaSet that a Deployment's present template would have, with the Deployment's counts. Pure. */
final class RolloutSet {
    static final GroupResource RESOURCE = new GroupResource("apps", "replicasets");
    private static final String HASH = "pod-template-hash";
    /** Kubernetes' own: without vowels, so that no word comes about. */
    private static final String DIGITS = "bcdfghjklmnpqrstvwxz2456789";

    private RolloutSet() {}

    static StoredObject of(StoredObject stored) {
        ObjectNode deployment = stored.tree();
        JsonNode metadata = deployment.path("metadata");
        JsonNode spec = deployment.path("spec");
        String hash = hash(spec.path("template"));
        String name = metadata.path("name").asString("") + "-" + hash;

        ObjectNode set = ObjectJson.mapper().createObjectNode();
        set.put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        ObjectNode head = set.putObject("metadata");
        head.put("name", name).put("namespace", metadata.path("namespace").asString(""));
        String uid = metadata.path("uid").asString("");
        head.put(
                "uid",
                UUID.nameUUIDFromBytes((uid + "/" + hash).getBytes(StandardCharsets.UTF_8))
                        .toString());
        head.put("generation", 1);
        head.set("creationTimestamp", metadata.path("creationTimestamp"));
        ObjectNode template = spec.path("template") instanceof ObjectNode given ? given.deepCopy() : head.objectNode();
        template.withObject("/metadata/labels").put(HASH, hash);
        head.set("labels", template.at("/metadata/labels").deepCopy());
        owner(head, metadata);

        ObjectNode wanted = set.putObject("spec");
        wanted.put("replicas", spec.path("replicas").asInt(1));
        ObjectNode selector = spec.path("selector") instanceof ObjectNode given ? given.deepCopy() : head.objectNode();
        selector.withObject("/matchLabels").put(HASH, hash);
        wanted.set("selector", selector);
        wanted.set("template", template);
        set.set("status", status(deployment));
        return StoredObject.of(
                new ObjectKey(RESOURCE, stored.key().namespace(), name),
                stored.resourceVersion(),
                ObjectJson.encode(set));
    }

    private static void owner(ObjectNode head, JsonNode deployment) {
        head.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment")
                .put("name", deployment.path("name").asString(""))
                .put("uid", deployment.path("uid").asString(""))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    /** Replicas of older templates count among the ready ones of a Deployment: at worst all of them are ready. */
    private static ObjectNode status(ObjectNode deployment) {
        JsonNode status = deployment.path("status");
        boolean seen = status.path("observedGeneration").asLong(0)
                >= deployment.path("metadata").path("generation").asLong(0);
        int updated = seen ? status.path("updatedReplicas").asInt(0) : 0;
        int older = Math.max(0, status.path("replicas").asInt(0) - updated);
        ObjectNode counts = ObjectJson.mapper().createObjectNode();
        counts.put("replicas", updated).put("fullyLabeledReplicas", updated);
        for (String count : new String[] {"readyReplicas", "availableReplicas"}) {
            counts.put(count, seen ? Math.max(0, status.path(count).asInt(0) - older) : 0);
        }
        return counts.put("observedGeneration", 1);
    }

    private static String hash(JsonNode template) {
        CRC32 crc = new CRC32();
        crc.update(ObjectJson.mapper().writeValueAsBytes(template));
        StringBuilder text = new StringBuilder();
        for (long left = crc.getValue(); left > 0 || text.isEmpty(); left /= DIGITS.length()) {
            text.append(DIGITS.charAt((int) (left % DIGITS.length())));
        }
        return text.toString();
    }
}
