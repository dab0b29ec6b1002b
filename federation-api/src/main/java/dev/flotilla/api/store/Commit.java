package dev.flotilla.api.store;

import java.util.List;
import java.util.stream.Stream;

/**
 * Writes that become visible together, or not at all.
 *
 * @param writes in the order they take in the log; at most one for each key
 * @param origin whose share of the queue it takes
 * @param actor the user or controller that asks, for the history
 */
public record Commit(List<Write> writes, List<Precondition> preconditions, Origin origin, String actor) {
    /** A client's commits can fill their own share of the leader's queue, never the controllers'. */
    public enum Origin {
        CLIENT,
        CONTROLLER,
        /** What the hub was told by members: it can wait a moment for company, and must not keep others waiting. */
        OBSERVER
    }

    public Commit {
        writes = List.copyOf(writes);
        preconditions = List.copyOf(preconditions);
        if (writes.isEmpty()) {
            throw new IllegalArgumentException("a commit needs at least one write");
        }
        if (writes.stream().map(Write::key).distinct().count() != writes.size()) {
            throw new IllegalArgumentException("a commit writes each key at most once: " + writes);
        }
    }

    public Commit from(Origin other) {
        return new Commit(writes, preconditions, other, actor);
    }

    /** The same, if this holds as well. */
    public Commit under(Precondition more) {
        return new Commit(
                writes, Stream.concat(preconditions.stream(), Stream.of(more)).toList(), origin, actor);
    }
}
