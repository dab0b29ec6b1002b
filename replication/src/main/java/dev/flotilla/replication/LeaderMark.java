package dev.flotilla.replication;

/**
 * A leader's sign of life in the log.
 *
 * @param term rises with each change of leader
 * @param node who leads
 */
public record LeaderMark(long term, String node) {}
