package dev.flotilla.replication;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * The log's first record: what it is, and how its offsets become resourceVersions. The base lies above every version of
 * any earlier log of the hub, because no log takes in 2^20 records a second over its life.
 *
 * @param topicId Kafka's id of the topic it was written for; a copy elsewhere is refused
 */
public record LogHead(int format, String hub, String topicId, long base) {
    public static final int FORMAT = 1;
    private static final int VERSIONS_PER_SECOND_BITS = 20;
    private static final int HASH_DIGITS = 12;

    public static LogHead create(String hub, String topicId, Instant now) {
        return new LogHead(FORMAT, hub, topicId, now.getEpochSecond() << VERSIONS_PER_SECOND_BITS);
    }

    /** A name for this very log, fit for a label: the hub's and the beginning of a hash of the topic's id. */
    public String hubId() {
        byte[] identity = (hub + "/" + topicId).getBytes(StandardCharsets.UTF_8);
        return hub + "-"
                + UUID.nameUUIDFromBytes(identity).toString().replace("-", "").substring(0, HASH_DIGITS);
    }

    public long version(long offset) {
        return base + offset + 1;
    }
}
