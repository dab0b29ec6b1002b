package dev.flotilla.api.patch.apply;

import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Lays a configuration over a value of the same type; nothing is removed, the configuration's leaves win. */
final class Merge {
    private Merge() {}

    /** The result shares nothing with the arguments; missing if both are. */
    static JsonNode of(JsonNode live, JsonNode config, TypeSchema type) {
        if (live.isMissingNode() || config.isMissingNode()) {
            return (config.isMissingNode() ? live : config).deepCopy();
        }
        return switch (Shape.of(type, config)) {
            case Shape.Leaf _ -> config.deepCopy();
            case Shape.Fields fields ->
                live.isObject() && config.isObject() ? fields(fields, live, config) : config.deepCopy();
            case Shape.Items items ->
                live.isArray() && config.isArray() && !(live.isEmpty() && config.isEmpty())
                        ? items(items.list(), (ArrayNode) live, (ArrayNode) config)
                        : config.deepCopy();
        };
    }

    private static ObjectNode fields(Shape.Fields fields, JsonNode live, JsonNode config) {
        ObjectNode merged = ((ObjectNode) live).objectNode();
        SequencedSet<String> names = new LinkedHashSet<>(live.propertyNames());
        names.addAll(config.propertyNames());
        for (String name : names) {
            merged.set(name, of(live.path(name), config.path(name), fields.at(name)));
        }
        return merged;
    }

    /**
     * The configuration's items in its order; live items that it does not name stay where they were, as far as the two
     * orders allow.
     */
    private static ArrayNode items(TypeSchema.ListOf list, ArrayNode live, ArrayNode config) {
        Items left = Items.of(list, live);
        Items right = Items.of(list, config);
        Deque<PathElement> shared = new ArrayDeque<>();
        right.order.stream().filter(left.byIdentity::containsKey).forEach(shared::add);
        Set<PathElement> done = new HashSet<>();
        ArrayNode merged = live.arrayNode();
        int l = 0;
        int r = 0;
        while (l < left.order.size() || r < right.order.size()) {
            if (l < left.order.size()) {
                PathElement next = left.order.get(l);
                boolean matches = r < right.order.size() && next.equals(right.order.get(r));
                if (!right.byIdentity.containsKey(next)) {
                    merged.add(left.items.get(l++).deepCopy());
                    continue;
                }
                if (matches || done.contains(next)) {
                    l++;
                } else if (!shared.isEmpty() && !next.equals(shared.peek())) {
                    l++;
                    continue;
                }
            }
            if (r < right.order.size()) {
                PathElement next = right.order.get(r++);
                done.add(next);
                merged.add(of(left.alone(next), right.alone(next), list.item()));
                if (next.equals(shared.peek())) {
                    shared.poll();
                }
            }
        }
        return merged;
    }

    /** A list's items with what tells them apart; an item of which there are several has no single value. */
    private record Items(List<PathElement> order, List<JsonNode> items, Map<PathElement, List<JsonNode>> byIdentity) {
        static Items of(TypeSchema.ListOf list, ArrayNode array) {
            List<PathElement> order = new ArrayList<>();
            List<JsonNode> items = new ArrayList<>();
            Map<PathElement, List<JsonNode>> byIdentity = new HashMap<>();
            for (JsonNode item : array) {
                ListItems.tryIdentity(list, item).ifPresent(identity -> {
                    order.add(identity);
                    items.add(item);
                    byIdentity.computeIfAbsent(identity, _ -> new ArrayList<>()).add(item);
                });
            }
            return new Items(order, items, byIdentity);
        }

        JsonNode alone(PathElement identity) {
            List<JsonNode> found = byIdentity.getOrDefault(identity, List.of());
            return found.size() == 1 ? found.getFirst() : MissingNode.getInstance();
        }
    }
}
