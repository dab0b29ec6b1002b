package dev.flotilla.replication;

import java.time.Instant;

/**
 * The log's first record: what it is, and how its offsets become resourceVersions. The base lies above every version of
 * any earlier log of the hub, because no log takes in 2^20 records a second over its life.
 *
 * @param topicId Kafka's id of the topic it was written for; a copy elsewhere is refused
 */
public record LogHead(int format, String hub, String topicId, long base) {
    public static final int FORMAT = 1;
    private static final int VERSIONS_PER_SECOND_BITS = 20;

    public static LogHead create(String hub, String topicId, Instant now) {
        return new LogHead(FORMAT, hub, topicId, now.getEpochSecond() << VERSIONS_PER_SECOND_BITS);
    }

    public long version(long offset) {
        return base + offset + 1;
    }
}
