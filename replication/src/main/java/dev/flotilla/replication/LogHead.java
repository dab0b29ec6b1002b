package dev.flotilla.replication;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log's first record: what it is, and how its offsets become resourceVersions. The base lies above every version of
 * any earlier log of the hub, because no log takes in 2^20 records a second over its life.
 *
 * @param format of this log's records; ADR 5 says when a change takes a new one
 * @param topicId Kafka's id of the topic it was written for; a copy elsewhere is refused
 * @param origin the id of the hub's first topic, if this log was restored from a backup
 */
public record LogHead(
        int format,
        String hub,
        String topicId,
        long base,
        @Nullable String origin) {
    /** What this version writes; it reads nothing else yet. */
    public static final int FORMAT = 1;

    private static final int VERSIONS_PER_SECOND_BITS = 20;
    private static final int HASH_DIGITS = 12;

    public static LogHead create(String hub, String topicId, Instant now) {
        return new LogHead(FORMAT, hub, topicId, base(now.getEpochSecond()), null);
    }

    /**
     * A log that goes on where another ended. Members know the hub as the same, and clients see no version go back,
     * whatever the clock says.
     *
     * @param lineage of the log that was backed up
     * @param newest the highest version that the backup knows of
     */
    public static LogHead restored(String hub, String lineage, String topicId, long newest, Instant now) {
        long next = (newest >> VERSIONS_PER_SECOND_BITS) + 1;
        return new LogHead(FORMAT, hub, topicId, base(Math.max(now.getEpochSecond(), next)), lineage);
    }

    private static long base(long second) {
        return second << VERSIONS_PER_SECOND_BITS;
    }

    /** The id of the first topic this hub ever had: what stays the same over restores. */
    public String lineage() {
        return origin == null ? topicId : origin;
    }

    /** A name for this very hub, fit for a label: its own and the beginning of a hash of its lineage. */
    public String hubId() {
        byte[] identity = (hub + "/" + lineage()).getBytes(StandardCharsets.UTF_8);
        return hub + "-"
                + UUID.nameUUIDFromBytes(identity).toString().replace("-", "").substring(0, HASH_DIGITS);
    }

    public long version(long offset) {
        return base + offset + 1;
    }
}
