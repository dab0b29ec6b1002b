package dev.flotilla.api.patch;

import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.status.StatusError;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A list as a strategic merge patch leaves it: values united, objects merged by the field that identifies them. */
final class MergedList {
    private MergedList() {}

    static ArrayNode of(ArrayNode list, ArrayNode patch, Optional<String> mergeKey, TypeSchema item) {
        if (list.isEmpty() && patch.isEmpty()) {
            return list;
        }
        JsonNode first = (list.isEmpty() ? patch : list).get(0);
        if (first.isArray()) {
            throw JsonPatch.rejected();
        }
        if (!first.isObject()) {
            return ElementOrder.of(united(list, patch), patch, list, Optional.empty());
        }
        String key = mergeKey.orElseThrow(() -> failed("cannot merge lists without merge key"));
        ArrayNode remaining = list.deepCopy();
        ArrayNode plain = list.arrayNode();
        boolean replaced = false;
        for (JsonNode each : patch) {
            switch (each.path(StrategicMergePatch.PATCH).asString("")) {
                case "" -> plain.add(each);
                case StrategicMergePatch.DELETE_DIRECTIVE -> removeAll(remaining, key, identity(each, key));
                case StrategicMergePatch.REPLACE_DIRECTIVE -> replaced = true;
                default ->
                    throw failed("unknown patch type: "
                            + each.path(StrategicMergePatch.PATCH).asString("") + " in map: " + GoText.plain(each));
            }
        }
        if (replaced) {
            return plain;
        }
        return ElementOrder.of(merged(remaining, plain, key, item), plain, list, Optional.of(key));
    }

    /**
     * An item that is new comes as it is, directives inside it too: as fields that no kind has, they go when it is
     * decoded.
     */
    private static ArrayNode merged(ArrayNode list, ArrayNode patch, String key, TypeSchema item) {
        for (JsonNode each : patch) {
            JsonNode identity = identity(each, key);
            int found = ElementOrder.index(list, identity, key);
            if (found >= 0 && each instanceof ObjectNode fields && list.get(found) instanceof ObjectNode existing) {
                list.set(found, StrategicMergePatch.merge(existing, fields, item));
            } else {
                list.add(each);
            }
        }
        return list;
    }

    private static ArrayNode united(ArrayNode list, ArrayNode patch) {
        ArrayNode all = list.arrayNode();
        for (ArrayNode each : new ArrayNode[] {list, patch}) {
            for (JsonNode value : each) {
                if (all.valueStream().noneMatch(known -> JsonTrees.same(known, value))) {
                    all.add(value);
                }
            }
        }
        return all;
    }

    private static void removeAll(ArrayNode list, String key, JsonNode identity) {
        for (int i = ElementOrder.index(list, identity, key); i >= 0; i = ElementOrder.index(list, identity, key)) {
            list.remove(i);
        }
    }

    private static JsonNode identity(JsonNode item, String key) {
        JsonNode identity = item.path(key);
        if (identity.isMissingNode()) {
            throw failed("map: " + GoText.plain(item) + " does not contain declared merge key: " + key);
        }
        return identity;
    }

    private static RuntimeException failed(String message) {
        return new StatusError(500, "", message, Optional.empty()).exception();
    }
}
