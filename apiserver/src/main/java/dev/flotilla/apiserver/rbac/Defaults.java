package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.store.ObjectJson;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How objects are marked that a server starts with. */
final class Defaults {
    private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final String BOOTSTRAPPING = "kubernetes.io/bootstrapping";

    private Defaults() {}

    static ObjectNode empty() {
        return ObjectJson.mapper().createObjectNode();
    }

    static ObjectNode object(String kind, String name, Map<String, String> labels) {
        ObjectNode object = empty().put("apiVersion", RbacTypes.GROUP + "/v1").put("kind", kind);
        object.putObject("metadata").put("name", name);
        mark(object, labels);
        return object;
    }

    /** Adds the marks that are missing; what users have set stays. */
    static void mark(ObjectNode object, Map<String, String> labels) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        ObjectNode annotations = metadata.withObjectProperty("annotations");
        if (!annotations.has(AUTO_UPDATE)) {
            annotations.put(AUTO_UPDATE, "true");
        }
        ObjectNode present = metadata.withObjectProperty("labels");
        if (!present.has(BOOTSTRAPPING)) {
            present.put(BOOTSTRAPPING, "rbac-defaults");
        }
        labels.forEach((label, value) -> {
            if (!present.has(label)) {
                present.put(label, value);
            }
        });
    }

    /** Whether its owner wants it to be left alone. */
    static boolean kept(JsonNode object) {
        return object.path("metadata")
                .path("annotations")
                .path(AUTO_UPDATE)
                .asString("")
                .equals("false");
    }
}
