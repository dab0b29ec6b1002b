package dev.flotilla.api.patch;

import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The order of a merged list. Items that the patch names follow the patch's order, the others keep theirs among
 * themselves, and each of the others stands before the first named item that it stood before in the old list.
 */
final class ElementOrder {
    private ElementOrder() {}

    static ArrayNode of(ArrayNode merged, ArrayNode order, ArrayNode was, Optional<String> mergeKey) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(item -> (index(order, item, mergeKey) >= 0 ? named : others).add(item));
        named.sort(Comparator.comparingInt(item -> index(order, item, mergeKey)));
        others.sort(Comparator.comparingInt(item -> position(was, item, mergeKey)));
        ArrayNode result = merged.arrayNode();
        int next = 0;
        for (JsonNode item : others) {
            while (next < named.size() && !standsBefore(was, item, named.get(next), mergeKey)) {
                result.add(named.get(next++));
            }
            result.add(item);
        }
        named.subList(next, named.size()).forEach(result::add);
        return result;
    }

    /**
     * @throws dev.flotilla.api.status.StatusException 500 if the patch's items do not stand in the order it asks for
     */
    static void check(JsonNode patched, ArrayNode order, Optional<String> mergeKey) {
        int last = -1;
        for (JsonNode item : patched) {
            if (!item.has(StrategicMergePatch.PATCH)) {
                int at = index(order, item, mergeKey);
                if (at < last || at < 0) {
                    throw new StatusError(
                                    500,
                                    "",
                                    "The order in patch list:\n" + GoText.plain(patched)
                                            + "\n doesn't match $setElementOrder list:\n" + GoText.plain(order) + "\n",
                                    Optional.empty())
                            .exception();
                }
                last = at;
            }
        }
    }

    /** Where the item of that identity is; negative if nowhere. */
    static int index(ArrayNode list, JsonNode identity, String key) {
        for (int i = 0; i < list.size(); i++) {
            if (JsonTrees.same(list.get(i).path(key), identity)) {
                return i;
            }
        }
        return -1;
    }

    private static int index(ArrayNode list, JsonNode item, Optional<String> mergeKey) {
        if (mergeKey.isPresent()) {
            return index(list, item.path(mergeKey.get()), mergeKey.get());
        }
        for (int i = 0; i < list.size(); i++) {
            if (JsonTrees.same(list.get(i), item)) {
                return i;
            }
        }
        return -1;
    }

    private static int position(ArrayNode list, JsonNode item, Optional<String> mergeKey) {
        int index = index(list, item, mergeKey);
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    private static boolean standsBefore(ArrayNode was, JsonNode item, JsonNode other, Optional<String> mergeKey) {
        int at = index(was, item, mergeKey);
        int otherAt = index(was, other, mergeKey);
        return at >= 0 && otherAt >= 0 && at < otherAt;
    }
}
