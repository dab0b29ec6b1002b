package dev.flotilla.replication;

/**
 * A leader's sign of life in the log, or its last words.
 *
 * @param term rises with each change of leader
 * @param node who leads; empty if the term's leader has given up, so that nobody need wait for its silence
 */
public record LeaderMark(long term, String node) {
    /** The end of a term by its own leader. */
    public static LeaderMark vacant(long term) {
        return new LeaderMark(term, "");
    }

    /** Whether nobody leads. */
    public boolean vacant() {
        return node.isEmpty();
    }
}
