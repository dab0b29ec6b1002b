package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.ResourceType;
import java.util.Collection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A kind, as documents name it. */
record Gvk(String group, String version, String kind) {
    private static final String FIELD = "x-kubernetes-group-version-kind";

    static Gvk of(ResourceType type) {
        return new Gvk(type.group(), type.version(), type.kind());
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Says of a schema which kinds it is of. */
    static void mark(ObjectNode schema, Collection<Gvk> kinds) {
        ArrayNode array = schema.putArray(FIELD);
        kinds.forEach(kind -> kind.put(array.addObject()));
    }

    /** Says of an operation which kind it is about. */
    void mark(ObjectNode operation) {
        put(operation.putObject(FIELD));
    }

    private void put(ObjectNode node) {
        node.put("group", group).put("version", version).put("kind", kind);
    }
}
