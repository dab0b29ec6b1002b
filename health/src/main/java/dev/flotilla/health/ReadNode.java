package dev.flotilla.health;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.ObjectJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node that takes pods, as the classes of nodes are made from it.
 *
 * @param taints those that keep pods away, as written on the node but for the time
 */
record ReadNode(
        Map<String, String> labels, ArrayNode taints, Map<String, Quantity> allocatable, Map<String, Quantity> free) {

    /** Of those that are ready and not cordoned, each less what the pods on it ask for. */
    static List<ReadNode> of(List<JsonNode> nodes, List<JsonNode> pods) {
        Map<String, ResourceSums> used = new HashMap<>();
        for (JsonNode pod : pods) {
            String node = pod.path("spec").path("nodeName").asString("");
            if (!node.isEmpty()) {
                ResourceSums sums = used.computeIfAbsent(node, _ -> new ResourceSums());
                sums.addAll(ResourceSums.requestsOf(pod));
                sums.addPod();
            }
        }
        return nodes.stream()
                .filter(ClusterSummary::takesPods)
                .map(node -> of(node, used.getOrDefault(name(node), new ResourceSums())))
                .toList();
    }

    private static ReadNode of(JsonNode node, ResourceSums used) {
        Map<String, String> labels = new TreeMap<>();
        node.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        ResourceSums has = new ResourceSums();
        has.add(node.path("status").path("allocatable"));
        return new ReadNode(labels, taints(node), has.amounts(), has.less(used));
    }

    private static String name(JsonNode node) {
        return node.path("metadata").path("name").asString("");
    }

    private static ArrayNode taints(JsonNode node) {
        ArrayNode taints = ObjectJson.mapper().createArrayNode();
        for (JsonNode taint : node.path("spec").path("taints")) {
            String effect = taint.path("effect").asString("");
            if (effect.equals("NoSchedule") || effect.equals("NoExecute")) {
                ObjectNode kept =
                        taints.addObject().put("key", taint.path("key").asString(""));
                taint.optional("value").ifPresent(value -> kept.set("value", value));
                kept.put("effect", effect);
            }
        }
        return taints;
    }

    /** The same with these labels alone. */
    ReadNode knownBy(Set<String> kept) {
        Map<String, String> some = new TreeMap<>(labels);
        some.keySet().retainAll(kept);
        return new ReadNode(some, taints, allocatable, free);
    }

    /**
     * Equal for nodes that are alike.
     *
     * @param steps into which a doubling of what is left is divided
     */
    String kind(int steps) {
        Map<String, Long> levels = new TreeMap<>();
        allocatable.forEach((resource, quantity) ->
                levels.put(resource, level(free.getOrDefault(resource, quantity).value(), steps)));
        return labels + "|" + taints + "|" + levels;
    }

    private static long level(BigDecimal left, int steps) {
        double milli = left.doubleValue() * 1000;
        return milli < 1 ? -1 : Math.round(Math.floor(Math.log(milli) / Math.log(2) * steps));
    }

    /** What all of them have at least. */
    static Map<String, Quantity> least(List<Map<String, Quantity>> all) {
        Map<String, Quantity> least = new TreeMap<>(all.getFirst());
        for (Map<String, Quantity> each : all) {
            least.replaceAll((resource, known) -> smaller(
                    known,
                    each.getOrDefault(resource, new Quantity(BigDecimal.ZERO, known.format(), Optional.empty()))));
        }
        return least;
    }

    private static Quantity smaller(Quantity one, Quantity two) {
        return one.compareTo(two) <= 0 ? one : two;
    }
}
