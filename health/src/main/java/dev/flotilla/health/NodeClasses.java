package dev.flotilla.health;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reduces a member's nodes, and what runs on them, to at most {@value #CLASSES_MAX} classes of nodes that are alike:
 * the same labels and taints, and about as much left.
 *
 * <p>What a class has left is what each of its nodes has left at least, so that it never promises more than there is.
 * Nodes are put together as finely as the bound allows; where labels tell too many apart, or are too long, the one with
 * the most different values goes first, as a node's own name does in a large cluster.
 */
final class NodeClasses {
    static final int CLASSES_MAX = 64;
    /** All labels of all classes together. */
    static final int LABELS_LENGTH_MAX = 8 << 10;

    /** Into how many steps a doubling of what is left is divided, the finest first. */
    private static final List<Integer> STEPS = List.of(8, 4, 2, 1);

    private final List<ReadNode> nodes;

    private NodeClasses(List<ReadNode> nodes) {
        this.nodes = nodes;
    }

    /** As {@code status.nodeClasses}; the same nodes give the same, in whatever order they come. */
    static ArrayNode of(List<ReadNode> nodes) {
        List<NodeClass> classes = new NodeClasses(nodes).classes();
        ArrayNode written = ObjectJson.mapper().createArrayNode();
        classes.stream()
                .map(NodeClass::write)
                .sorted(Comparator.comparing(JsonNode::toString))
                .forEach(written::add);
        return written;
    }

    private List<NodeClass> classes() {
        Set<String> labels = new TreeSet<>();
        nodes.forEach(node -> labels.addAll(node.labels().keySet()));
        while (true) {
            for (int steps : STEPS) {
                List<NodeClass> classes = grouped(labels, steps);
                if (classes.size() <= CLASSES_MAX && length(classes) <= LABELS_LENGTH_MAX) {
                    return classes;
                }
            }
            Optional<String> telltale = telltale(labels);
            if (telltale.isEmpty()) {
                return largest(grouped(labels, STEPS.getLast()));
            }
            labels.remove(telltale.get());
        }
    }

    private List<NodeClass> grouped(Set<String> labels, int steps) {
        Map<String, List<ReadNode>> groups = new TreeMap<>();
        nodes.stream()
                .map(node -> node.knownBy(labels))
                .forEach(node -> groups.computeIfAbsent(node.kind(steps), _ -> new ArrayList<>())
                        .add(node));
        return groups.values().stream().map(NodeClass::of).toList();
    }

    private static long length(List<NodeClass> classes) {
        return classes.stream()
                .flatMap(each -> each.labels().entrySet().stream())
                .mapToLong(label -> label.getKey().length() + label.getValue().length())
                .sum();
    }

    /** The label with the most different values; of several the last by name. */
    private Optional<String> telltale(Set<String> labels) {
        return labels.stream().max(Comparator.comparingInt(this::values).thenComparing(Comparator.naturalOrder()));
    }

    private int values(String label) {
        return nodes.stream()
                .map(node -> node.labels().getOrDefault(label, ""))
                .collect(Collectors.toCollection(HashSet::new))
                .size();
    }

    /** Nodes that differ in too much else: those that are not among the largest classes are not counted on. */
    private static List<NodeClass> largest(List<NodeClass> classes) {
        return classes.stream()
                .sorted(Comparator.comparingInt(NodeClass::count).reversed())
                .limit(CLASSES_MAX)
                .toList();
    }
}
