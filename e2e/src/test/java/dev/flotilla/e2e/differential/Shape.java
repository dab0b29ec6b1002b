package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.member.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one random value of a kind. */
@FunctionalInterface
interface Shape {
    JsonNode make(Chance chance);

    /** One of these, each as YAML. */
    static Shape oneOf(String... choices) {
        List<JsonNode> values = Arrays.stream(choices).map(Yaml::value).toList();
        return chance -> chance.of(values).deepCopy();
    }

    static Shape either(Shape... shapes) {
        return chance -> chance.of(List.of(shapes)).make(chance);
    }

    /** From none to all of the keys. */
    static Shape map(Shape value, String... keys) {
        return chance -> {
            ObjectNode map = ObjectJson.mapper().createObjectNode();
            for (String key : keys) {
                if (chance.percent(50)) {
                    map.set(key, value.make(chance));
                }
            }
            return map;
        };
    }

    static Shape list(int min, int max, Shape item) {
        return chance -> {
            ArrayNode list = ObjectJson.mapper().createArrayNode();
            int size = min + chance.below(max - min + 1);
            for (int i = 0; i < size; i++) {
                list.add(item.make(chance));
            }
            return list;
        };
    }

    /** Distinct values in any order. */
    static Shape set(int min, String... values) {
        return chance -> {
            ArrayNode list = ObjectJson.mapper().createArrayNode();
            for (JsonNode value : some(chance, min, values)) {
                list.add(value);
            }
            return list;
        };
    }

    /** Objects, each with another value of the key, in any order. */
    static Shape keyed(int min, String key, Fields item, String... values) {
        return chance -> {
            ArrayNode list = ObjectJson.mapper().createArrayNode();
            for (JsonNode value : some(chance, min, values)) {
                ObjectNode made = ObjectJson.mapper().createObjectNode();
                made.set(key, value);
                made.setAll(item.make(chance));
                list.add(made);
            }
            return list;
        };
    }

    private static List<JsonNode> some(Chance chance, int min, String... values) {
        List<JsonNode> left =
                new ArrayList<>(Arrays.stream(values).map(Yaml::value).toList());
        List<JsonNode> taken = new ArrayList<>();
        int size = min + chance.below(values.length - min + 1);
        while (taken.size() < size) {
            taken.add(left.remove(chance.below(left.size())));
        }
        return taken;
    }
}
