package dev.flotilla.health;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Nodes that are alike, as a Cluster's status tells of them. */
record NodeClass(
        int count,
        Map<String, String> labels,
        ArrayNode taints,
        Map<String, Quantity> allocatable,
        Map<String, Quantity> free) {

    /** @param nodes at least one, all of one kind */
    static NodeClass of(List<ReadNode> nodes) {
        ReadNode first = nodes.getFirst();
        return new NodeClass(
                nodes.size(),
                first.labels(),
                first.taints(),
                ReadNode.least(nodes.stream().map(ReadNode::allocatable).toList()),
                ReadNode.least(nodes.stream().map(ReadNode::free).toList()));
    }

    ObjectNode write() {
        ObjectNode written = ObjectJson.mapper().createObjectNode().put("count", count);
        write(written.putObject("allocatable"), allocatable);
        write(written.putObject("free"), free);
        if (!labels.isEmpty()) {
            ObjectNode told = written.putObject("labels");
            labels.forEach(told::put);
        }
        if (!taints.isEmpty()) {
            written.set("taints", taints.deepCopy());
        }
        return written;
    }

    private static void write(ObjectNode into, Map<String, Quantity> amounts) {
        amounts.forEach((resource, quantity) -> into.put(resource, quantity.canonical()));
    }
}
