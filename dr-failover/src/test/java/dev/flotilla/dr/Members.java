package dev.flotilla.dr;

import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
final class Members {
    private static final Duration STARTS_IN = Duration.ofSeconds(3);

    private final FleetWorld world;
    private final Map<String, Map<String, Instant>> copies = new HashMap<>();
    private final Set<String> down = new HashSet<>();

    Members(FleetWorld world) {
        this.world = world;
    }

    void fail(String cluster) {
        down.add(cluster);
        world.ready(cluster, "Unknown");
    }

    void heal(String cluster) {
        down.remove(cluster);
        world.ready(cluster, "True");
    }

    boolean isDown(String cluster) {
        return down.contains(cluster);
    }

    int downCount() {
        return down.size();
    }

    /** Members that hold a ready copy, down or not. */
    Set<String> ready(String binding) {
        Set<String> ready = new TreeSet<>();
        copies.getOrDefault(binding, Map.of()).forEach((cluster, since) -> {
            if (!since.plus(STARTS_IN).isAfter(world.now)) {
                ready.add(cluster);
            }
        });
        return ready;
    }

    /** One round of propagation; fails if a copy would go that is the last ready one. */
    void propagate() {
        for (StoredObject binding : world.bindings()) {
            ObjectNode tree = binding.tree();
            String name = binding.key().name();
            Map<String, Instant> at = copies.computeIfAbsent(name, _ -> new HashMap<>());
            Set<String> wanted = new TreeSet<>();
            tree.at("/spec/clusters")
                    .forEach(target -> wanted.add(target.path("name").asString("")));
            wanted.stream()
                    .filter(cluster -> !down.contains(cluster))
                    .forEach(cluster -> at.putIfAbsent(cluster, world.now));
            remove(binding, tree, wanted, at);
        }
    }

    private void remove(StoredObject binding, ObjectNode tree, Set<String> wanted, Map<String, Instant> at) {
        Set<String> before = ready(binding.key().name());
        boolean open = !wanted.isEmpty() && wanted.stream().noneMatch(down::contains) && before.containsAll(wanted);
        ArrayNode left = tree.arrayNode();
        for (JsonNode entry : tree.at("/spec/removing")) {
            String cluster = entry.path("cluster").asString("");
            if (down.contains(cluster) || (at.containsKey(cluster) && !open)) {
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
