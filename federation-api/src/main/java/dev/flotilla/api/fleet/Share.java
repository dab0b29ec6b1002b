package dev.flotilla.api.fleet;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one node looks after.
 *
 * @param node empty if there is but one, which looks after everything and need not prove it
 * @param since the slices, and the epoch in which the node got each
 */
public record Share(Optional<String> node, SortedMap<Integer, Long> since) {
    /** Of a node that has no others beside it. */
    public static final Share EVERYTHING = new Share(Optional.empty(), new TreeMap<>());

    public Share {
        since = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(since));
    }

    static Share of(String node, Map<Integer, Long> since) {
        return new Share(Optional.of(node), new TreeMap<>(since));
    }

    /** Before there is an assignment. */
    public static Share nothing(String node) {
        return of(node, Map.of());
    }

    public boolean holds(ObjectKey key) {
        return holds(Slices.of(key));
    }

    public boolean holds(int slice) {
        return node.isEmpty() || since.containsKey(slice);
    }

    /**
     * The commit, to take effect only while the node still holds the keys it was decided for. A key that it does not
     * hold now makes it one that is refused.
     */
    public Commit guard(Commit commit, Collection<ObjectKey> keys) {
        return node.map(name -> commit.under(SliceGuard.precondition(name, since, keys)))
                .orElse(commit);
    }
}
