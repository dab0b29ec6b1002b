package dev.flotilla.dr;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a simulated fleet, with what propagation does to them: copies appear where bindings want them and
 * become ready after a moment, and a copy to be removed goes once all wanted ones are ready. A member that is down
 * neither changes nor is heard of.
 */
public final class Members {
    private static final Duration STARTS_IN = Duration.ofSeconds(3);
    private static final Duration NOTICED_IN = Duration.ofSeconds(2);

    private final FleetWorld world;
    private final Map<String, Map<String, Instant>> copies = new HashMap<>();
    private final Set<String> down = new HashSet<>();
    private final Map<String, Instant> gone = new HashMap<>();
    private final Map<String, Instant> back = new HashMap<>();

    public Members(FleetWorld world) {
        this.world = world;
    }

    public void fail(String cluster) {
        down.add(cluster);
        world.ready(cluster, "Unknown");
    }

    public void heal(String cluster) {
        down.remove(cluster);
        world.ready(cluster, "True");
    }

    /** They fail, and probes are left to notice. */
    public void take(String... clusters) {
        down.addAll(Set.of(clusters));
    }

    /** They are back, and probes are left to notice. */
    public void give(String... clusters) {
        down.removeAll(Set.of(clusters));
    }

    public boolean isDown(String cluster) {
        return down.contains(cluster) || !mark(cluster, Marks.SIMULATED_LOSS).isEmpty();
    }

    private String mark(String cluster, String annotation) {
        return world.at("cluster.karmada.io/clusters//" + cluster, "/metadata/annotations")
                .path(annotation)
                .asString("");
    }

    /** What probes make of a mark: the member is lost a moment after it is set, and back a moment after it is gone. */
    public void probe(Iterable<String> clusters) {
        for (String cluster : clusters) {
            boolean lost = isDown(cluster);
            Instant since = (lost ? gone : back).computeIfAbsent(cluster, _ -> world.now);
            (lost ? back : gone).remove(cluster);
            if (world.now.equals(since.plus(NOTICED_IN))) {
                world.ready(cluster, lost ? "False" : "True");
            }
        }
    }

    /** What informers see of the copies, written into each binding's status; what is lost keeps its last word. */
    public void report() {
        for (StoredObject binding : world.bindings()) {
            ObjectNode tree = binding.tree();
            ObjectNode before = tree.deepCopy();
            Set<String> ready = ready(binding.key().name());
            ArrayNode seen = tree.arrayNode();
            for (JsonNode target : tree.at("/spec/clusters")) {
                String cluster = target.path("name").asString("");
                item(tree, cluster, target.path("replicas").asInt(0), ready.contains(cluster))
                        .ifPresent(seen::add);
            }
            tree.withObject("/status").set("aggregatedStatus", seen);
            if (!tree.equals(before)) {
                world.edit(
                        binding.key().path(),
                        edited -> edited.withObject("/status").set("aggregatedStatus", seen));
            }
        }
    }

    private Optional<ObjectNode> item(ObjectNode binding, String cluster, int replicas, boolean ready) {
        if (isDown(cluster)) {
            return binding.at("/status/aggregatedStatus")
                    .valueStream()
                    .filter(each -> each.path("clusterName").asString("").equals(cluster))
                    .map(ObjectNode.class::cast)
                    .findFirst();
        }
        ObjectNode item = binding.objectNode().put("clusterName", cluster).put("applied", true);
        item.put("health", ready ? "Healthy" : "Unhealthy");
        item.putObject("status").put("replicas", replicas).put("readyReplicas", ready ? replicas : 0);
        return Optional.of(item);
    }

    public int downCount() {
        return down.size();
    }

    /** Members that hold a ready copy, down or not. */
    public Set<String> ready(String binding) {
        Set<String> ready = new TreeSet<>();
        copies.getOrDefault(binding, Map.of()).forEach((cluster, since) -> {
            if (!since.plus(STARTS_IN).isAfter(world.now)) {
                ready.add(cluster);
            }
        });
        return ready;
    }

    /** One round of propagation; fails if a copy would go that is the last ready one. */
    public void propagate() {
        for (StoredObject binding : world.bindings()) {
            ObjectNode tree = binding.tree();
            String name = binding.key().name();
            Map<String, Instant> at = copies.computeIfAbsent(name, _ -> new HashMap<>());
            Set<String> wanted = new TreeSet<>();
            tree.at("/spec/clusters")
                    .forEach(target -> wanted.add(target.path("name").asString("")));
            wanted.stream().filter(cluster -> !isDown(cluster)).forEach(cluster -> at.putIfAbsent(cluster, world.now));
            remove(binding, tree, wanted, at);
        }
    }

    private void remove(StoredObject binding, ObjectNode tree, Set<String> wanted, Map<String, Instant> at) {
        Set<String> before = ready(binding.key().name());
        boolean open = !wanted.isEmpty() && wanted.stream().noneMatch(this::isDown) && before.containsAll(wanted);
        ArrayNode left = tree.arrayNode();
        for (JsonNode entry : tree.at("/spec/removing")) {
            String cluster = entry.path("cluster").asString("");
            boolean kept = isDown(cluster) || !mark(cluster, Marks.RETURNING).isEmpty();
            if (kept || (at.containsKey(cluster) && !open)) {
                left.add(entry);
            } else {
                at.remove(cluster);
            }
        }
        if (!before.isEmpty() && ready(binding.key().name()).isEmpty()) {
            throw new AssertionError("the last ready copy of " + binding.key() + " was removed");
        }
        if (left.size() != tree.at("/spec/removing").size()) {
            world.edit(
                    binding.key().path(), edited -> edited.withObject("/spec").set("removing", left));
        }
    }
}
