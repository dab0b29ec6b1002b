package dev.flotilla.api.fleet;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Refuses what a node decided for slices that it holds no longer. Asked in the order of the log, so that of two nodes
 * that both believe to hold a slice one gets its way.
 */
public final class SliceGuard implements Guard {
    private static final String NAME = "slices";
    private static final String NODE = "node";
    private static final String SLICES = "slices";
    private static final long NEVER = 0;

    private final Memo<SliceAssignment> assignments = new Memo<>(stored -> SliceAssignment.of(stored.tree()));

    static Precondition precondition(String node, Map<Integer, Long> since, Collection<ObjectKey> keys) {
        String slices = keys.stream()
                .map(Slices::of)
                .distinct()
                .sorted()
                .map(slice -> slice + "@" + since.getOrDefault(slice, NEVER))
                .collect(Collectors.joining(","));
        return new Precondition.Guarded(NAME, Map.of(NODE, node, SLICES, slices));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
        String node = arguments.getOrDefault(NODE, "");
        Optional<SliceAssignment> assignment = snapshot.get(SliceAssignment.KEY).map(assignments::of);
        if (assignment.isEmpty()) {
            return Optional.of("no slice is assigned to any node");
        }
        for (String held : arguments.getOrDefault(SLICES, "").split(",", -1)) {
            int at = held.indexOf('@');
            int slice = Integer.parseInt(held.substring(0, at));
            SliceAssignment.Holder claimed = new SliceAssignment.Holder(node, Long.parseLong(held.substring(at + 1)));
            SliceAssignment.Holder holder = assignment.get().holder(slice);
            if (!holder.equals(claimed)) {
                return Optional.of("slice " + slice + " is held by node " + holder.node() + " since epoch "
                        + holder.since() + ", not by " + node + " since " + claimed.since());
            }
        }
        return Optional.empty();
    }
}
