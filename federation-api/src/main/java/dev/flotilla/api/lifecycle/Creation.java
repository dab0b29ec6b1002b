package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a server itself puts into an object that is created, so that no client comes to own it. */
final class Creation {
    private static final String STATUS = "status";

    private Creation() {}

    /** Takes away the status that a client sent, in place; a node's alone is its kubelet's to bring. */
    static void resetStatus(ResourceType type, ObjectNode object) {
        if (!type.hasStatus() || is(type, "", "nodes")) {
            return;
        }
        object.remove(STATUS);
        if (type.builtIn()) {
            JsonNode zero = zero(type).get(STATUS);
            if (zero != null) {
                object.set(STATUS, zero);
            }
        }
    }

    /** Adds what the kind has from its first moment, in place. */
    static void complete(ResourceType type, ObjectNode object) {
        if (DeletionRules.isNamespace(type)) {
            object.withObject("/spec").putArray("finalizers").add("kubernetes");
            object.putObject(STATUS).put("phase", "Active");
        } else if (is(type, "", "pods")) {
            object.putObject(STATUS)
                    .put("phase", "Pending")
                    .put("qosClass", PodQuality.of(object.path("spec")).label());
        } else if (is(type, "batch", "jobs")
                && !object.path("spec").path("manualSelector").asBoolean(false)) {
            selectPods(object);
        }
    }

    /** A job finds its pods by its own uid. */
    private static void selectPods(ObjectNode job) {
        Metadata metadata = Metadata.reading(job);
        ObjectNode labels = job.withObject("/spec/template/metadata/labels");
        for (String name : new String[] {"job-name", "batch.kubernetes.io/job-name"}) {
            putIfAbsent(labels, name, metadata.name());
        }
        for (String name : new String[] {"controller-uid", "batch.kubernetes.io/controller-uid"}) {
            putIfAbsent(labels, name, metadata.text("uid"));
        }
        if (job.withObject("/metadata").path("labels").isEmpty()) {
            job.withObject("/metadata").set("labels", labels.deepCopy());
        }
        putIfAbsent(
                job.withObject("/spec/selector/matchLabels"),
                "batch.kubernetes.io/controller-uid",
                metadata.text("uid"));
    }

    private static void putIfAbsent(ObjectNode into, String name, String value) {
        if (!into.has(name)) {
            into.put(name, value);
        }
    }

    /** The object of which nothing is said, as Kubernetes' own type shows it. */
    private static ObjectNode zero(ResourceType type) {
        ObjectNode empty = ObjectJson.mapper().createObjectNode();
        empty.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        return Decoder.decode(empty, Expected.of(type)).object();
    }

    private static boolean is(ResourceType type, String group, String plural) {
        return type.builtIn() && type.group().equals(group) && type.plural().equals(plural);
    }
}
