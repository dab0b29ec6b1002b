package dev.flotilla.simulator.controller;

import dev.flotilla.api.store.StoredObject;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One ReplicaSet of a Deployment.
 *
 * @param tree shared; not to be changed
 * @param number its deployment.kubernetes.io/revision; 0 if it has none
 * @param wanted its spec.replicas
 * @param present its status.replicas
 */
record Revision(
        StoredObject stored, ObjectNode tree, String hash, long number, int wanted, int present, int ready, int live) {
    static final String HASH_LABEL = "pod-template-hash";
    static final String NUMBER = "deployment.kubernetes.io/revision";
    static final Comparator<Revision> OLDEST_FIRST =
            Comparator.comparingLong(Revision::number).thenComparing(Revision::name);

    static Revision of(StoredObject stored) {
        ObjectNode tree = stored.tree();
        JsonNode status = tree.path("status");
        return new Revision(
                stored,
                tree,
                stored.head().labels().getOrDefault(HASH_LABEL, ""),
                numberOf(tree),
                tree.path("spec").path("replicas").asInt(1),
                status.path("replicas").asInt(0),
                status.path("readyReplicas").asInt(0),
                status.path("availableReplicas").asInt(0));
    }

    static long numberOf(JsonNode object) {
        String text = object.path("metadata").path("annotations").path(NUMBER).asString("");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    String name() {
        return stored.key().name();
    }

    /** How many of its pods are available; never more than it will keep. */
    int available() {
        return Math.min(live, wanted);
    }

    boolean idle() {
        return wanted == 0 && present == 0;
    }
}
