package dev.flotilla.health;

import dev.flotilla.api.cluster.ClusterSpec.ResourceModel;
import dev.flotilla.api.cluster.ClusterSpec.ResourceRange;
import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.ObjectJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Counts a member's nodes by the grades that its Cluster's {@code spec.resourceModels} names: a node is of the highest
 * grade whose lower bounds it has left of every resource, so that each node of a grade has at least those. Nodes that
 * take no pods, or no pod more, are not counted.
 */
final class NodeGrades {
    private static final String PODS = "pods";

    private NodeGrades() {}

    /** As {@code status.resourceSummary.allocatableModelings}: every grade there is, with none of its nodes too. */
    static ArrayNode of(List<ReadNode> nodes, List<ResourceModel> models) {
        List<Grade> grades = models.stream().map(Grade::of).toList();
        Map<Integer, Integer> counts = new TreeMap<>();
        grades.forEach(grade -> counts.put(grade.number(), 0));
        for (ReadNode node : nodes) {
            if (left(node, PODS).signum() > 0) {
                grades.stream()
                        .filter(grade -> grade.holds(node))
                        .mapToInt(Grade::number)
                        .max()
                        .ifPresent(grade -> counts.merge(grade, 1, Integer::sum));
            }
        }
        ArrayNode written = ObjectJson.mapper().createArrayNode();
        counts.forEach((grade, count) -> written.addObject().put("grade", grade).put("count", count));
        return written;
    }

    /** @param least by resource, what a node of the grade has left at least */
    private record Grade(int number, Map<String, BigDecimal> least) {
        static Grade of(ResourceModel model) {
            Map<String, BigDecimal> least = new HashMap<>();
            for (ResourceRange range : model.ranges()) {
                least.put(range.name(), Quantity.parse(range.min()).value());
            }
            return new Grade(model.grade(), least);
        }

        boolean holds(ReadNode node) {
            return least.entrySet().stream()
                    .allMatch(each -> left(node, each.getKey()).compareTo(each.getValue()) >= 0);
        }
    }

    private static BigDecimal left(ReadNode node, String resource) {
        Quantity left = node.free().get(resource);
        return left == null ? BigDecimal.ZERO : left.value();
    }

    /** Whether the grades are others, or more than a share of the nodes has gone from one to another, come or gone. */
    static boolean differ(JsonNode before, JsonNode after, double share) {
        Map<Integer, Long> was = counts(before);
        Map<Integer, Long> is = counts(after);
        long changed = 0;
        for (Map.Entry<Integer, Long> each : is.entrySet()) {
            changed += Math.abs(each.getValue() - was.getOrDefault(each.getKey(), 0L));
        }
        long nodes = was.values().stream().mapToLong(Long::longValue).sum();
        return !was.keySet().equals(is.keySet()) || changed > 2 * share * nodes;
    }

    private static Map<Integer, Long> counts(JsonNode modelings) {
        Map<Integer, Long> counts = new TreeMap<>();
        modelings.forEach(each ->
                counts.put(each.path("grade").asInt(0), each.path("count").asLong(0)));
        return counts;
    }
}
