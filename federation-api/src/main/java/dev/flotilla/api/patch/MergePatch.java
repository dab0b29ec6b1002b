package dev.flotilla.api.patch;

import dev.flotilla.api.store.ObjectJson;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7396: objects merge, null removes, anything else replaces. */
public final class MergePatch {
    private MergePatch() {}

    /** The patched copy; neither argument is changed or shared with the result. */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode result = target.deepCopy();
        mergeInto(result, patch);
        return result;
    }

    private static void mergeInto(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                target.remove(entry.getKey());
            } else if (value instanceof ObjectNode fields) {
                mergeInto(objectAt(target, entry.getKey()), fields);
            } else {
                target.set(entry.getKey(), value.deepCopy());
            }
        }
    }

    private static ObjectNode objectAt(ObjectNode target, String name) {
        if (target.get(name) instanceof ObjectNode existing) {
            return existing;
        }
        ObjectNode created = ObjectJson.mapper().createObjectNode();
        target.set(name, created);
        return created;
    }
}
