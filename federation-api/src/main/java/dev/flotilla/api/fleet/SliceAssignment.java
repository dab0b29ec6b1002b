package dev.flotilla.api.fleet;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which node looks after which slice. A slice that stays where it is keeps its epoch, so that a move of others disturbs
 * nothing that is under way.
 *
 * @param epoch rises with each assignment
 * @param holders one for each slice
 */
public record SliceAssignment(long epoch, List<Holder> holders) {
    /** There is one in a hub, or none. */
    public static final ObjectKey KEY = new ObjectKey(FleetKinds.ASSIGNMENTS, "", "hub");

    /** @param since the epoch in which the node got the slice */
    public record Holder(String node, long since) {}

    public SliceAssignment {
        holders = List.copyOf(holders);
        if (holders.size() != Slices.COUNT) {
            throw new IllegalArgumentException(holders.size() + " slices instead of " + Slices.COUNT);
        }
    }

    /** @throws IllegalArgumentException if a slice is held by nobody or by several */
    public static SliceAssignment of(JsonNode object) {
        SliceAssignmentSpec spec = SliceAssignmentSpec.of(object);
        @Nullable Holder[] holders = new Holder[Slices.COUNT];
        for (SliceAssignmentSpec.Holding holding : spec.holdings()) {
            for (int slice : holding.slices()) {
                if (slice < 0 || slice >= Slices.COUNT || holders[slice] != null) {
                    throw new IllegalArgumentException("slice " + slice + " is none, or is assigned twice");
                }
                holders[slice] = new Holder(holding.node(), holding.since());
            }
        }
        if (Arrays.stream(holders).anyMatch(holder -> holder == null)) {
            throw new IllegalArgumentException("a slice is assigned to nobody");
        }
        return new SliceAssignment(spec.epoch(), Arrays.asList(holders));
    }

    /**
     * What the nodes should hold from now on: of what the assignment says as much as can stay, with none holding two
     * slices more than another.
     *
     * @param current empty before the first
     * @param nodes those that can hold slices; not empty
     * @return empty if nothing is to be changed
     */
    public static Optional<SliceAssignment> over(Optional<SliceAssignment> current, SortedSet<String> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("slices need a node to be held by");
        }
        Map<String, List<Integer>> kept = kept(current, nodes);
        List<Integer> free = free(kept.values());
        if (free.isEmpty()) {
            return Optional.empty();
        }
        long epoch = current.map(SliceAssignment::epoch).orElse(0L) + 1;
        Holder[] holders =
                current.map(each -> each.holders.toArray(Holder[]::new)).orElse(new Holder[Slices.COUNT]);
        for (int slice : free) {
            Map.Entry<String, List<Integer>> least = least(kept);
            least.getValue().add(slice);
            holders[slice] = new Holder(least.getKey(), epoch);
        }
        return Optional.of(new SliceAssignment(epoch, Arrays.asList(holders)));
    }

    /** What each node keeps of its slices: its share, and one more as long as there are slices over. */
    private static SortedMap<String, List<Integer>> kept(Optional<SliceAssignment> current, SortedSet<String> nodes) {
        SortedMap<String, List<Integer>> kept = new TreeMap<>();
        nodes.forEach(node -> kept.put(node, new ArrayList<>()));
        current.ifPresent(assignment -> {
            for (int slice = 0; slice < Slices.COUNT; slice++) {
                List<Integer> of = kept.get(assignment.holders.get(slice).node());
                if (of != null) {
                    of.add(slice);
                }
            }
        });
        int share = Slices.COUNT / nodes.size();
        int over = Slices.COUNT % nodes.size();
        for (List<Integer> slices : kept.values()) {
            int most = share + (slices.size() > share && over > 0 ? 1 : 0);
            over -= most - share;
            while (slices.size() > most) {
                slices.removeLast();
            }
        }
        return kept;
    }

    private static List<Integer> free(Collection<List<Integer>> kept) {
        boolean[] held = new boolean[Slices.COUNT];
        kept.forEach(slices -> slices.forEach(slice -> held[slice] = true));
        List<Integer> free = new ArrayList<>();
        for (int slice = 0; slice < Slices.COUNT; slice++) {
            if (!held[slice]) {
                free.add(slice);
            }
        }
        return free;
    }

    /** The first by name of those that hold the fewest. */
    private static Map.Entry<String, List<Integer>> least(Map<String, List<Integer>> kept) {
        return kept.entrySet().stream()
                .min(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow();
    }

    public Holder holder(int slice) {
        return holders.get(slice);
    }

    /** What one node holds; nothing if it is not among the holders. */
    public Share share(String node) {
        SortedMap<Integer, Long> since = new TreeMap<>();
        for (int slice = 0; slice < Slices.COUNT; slice++) {
            if (holder(slice).node().equals(node)) {
                since.put(slice, holder(slice).since());
            }
        }
        return Share.of(node, since);
    }

    /** How many slices each node holds, by name. */
    public SortedMap<String, Integer> counts() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        holders.forEach(holder -> counts.merge(holder.node(), 1, Integer::sum));
        return counts;
    }

    /** The assignment as an object of the API. */
    public ObjectNode object() {
        Map<Holder, List<Integer>> byHolder = new LinkedHashMap<>();
        for (int slice = 0; slice < Slices.COUNT; slice++) {
            byHolder.computeIfAbsent(holder(slice), _ -> new ArrayList<>()).add(slice);
        }
        List<SliceAssignmentSpec.Holding> holdings = byHolder.entrySet().stream()
                .map(entry -> new SliceAssignmentSpec.Holding(
                        entry.getKey().node(), entry.getKey().since(), entry.getValue()))
                .toList();
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", FleetKinds.GROUP + "/" + FleetKinds.VERSION).put("kind", FleetKinds.ASSIGNMENT);
        object.putObject("metadata").put("name", KEY.name());
        object.set("spec", RecordJson.write(new SliceAssignmentSpec(epoch, holdings)));
        return object;
    }
}
