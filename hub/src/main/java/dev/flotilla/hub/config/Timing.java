package dev.flotilla.hub.config;

import java.time.Duration;

/**
 * How long a node waits for what.
 *
 * @param leaderSilence without a sign of the leader, until a node tries to lead
 * @param leaderJitter the most that is added to it, so that not all try at once
 * @param leaderBeat between two signs of a leader
 * @param commit until a write is answered, whatever has become of it
 * @param read until a read stops asking Kafka how far the log goes, and answers from what the node has
 * @param behind after which a node that is not at the log's end is not ready
 * @param drain between the moment a node tells that it is not ready and the one it stops to listen
 * @param history how long the history keeps a change; zero for none
 */
public record Timing(
        Duration leaderSilence,
        Duration leaderJitter,
        Duration leaderBeat,
        Duration commit,
        Duration read,
        Duration behind,
        Duration drain,
        Duration history) {
    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofDays(30));
}
