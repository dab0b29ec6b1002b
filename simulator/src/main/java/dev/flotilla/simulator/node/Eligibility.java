package dev.flotilla.simulator.node;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Selector;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which nodes take a DaemonSet's pod, whatever room they have. */
public record Eligibility(SortedMap<String, StoredObject> nodes) {
    private static final List<String> DAEMONS_TOLERATE = List.of(
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.kubernetes.io/unschedulable");

    public static Eligibility of(Snapshot snapshot) {
        SortedMap<String, StoredObject> nodes = new TreeMap<>();
        snapshot.list(Kind.NODE.resource()).forEach(node -> nodes.put(node.key().name(), node));
        return new Eligibility(nodes);
    }

    /** The nodes that take a pod of the template, by name. */
    public List<String> takers(JsonNode template) {
        return nodes.keySet().stream().filter(node -> takes(node, template)).toList();
    }

    public boolean takes(String node, JsonNode template) {
        StoredObject stored = nodes.get(node);
        if (stored == null || !(template.deepCopy() instanceof ObjectNode pod)) {
            return false;
        }
        JsonNode spec = pod.path("spec");
        for (String taint : DAEMONS_TOLERATE) {
            pod.withObjectProperty("spec")
                    .withArrayProperty("tolerations")
                    .addObject()
                    .put("key", taint)
                    .put("operator", "Exists");
        }
        return Selector.ofLabels(spec.path("nodeSelector"))
                        .matches(stored.head().labels())
                && Affinity.allows(pod, node, stored.head().labels())
                && Taints.tolerated(stored.tree().path("spec"), pod);
    }
}
