package dev.flotilla.replication.kafka;

import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.Role;
import java.time.Duration;
import java.util.Optional;

/**
 * How a node's log is doing.
 *
 * @param leader who led when the replica last read a sign of life
 * @param position the offset up to which the replica has folded the log
 * @param lagRecords how far that is from the log's end, as last known
 * @param age since the replica was last known to be at the end
 * @param replaying whether it is still reading from the start
 * @param replayedRecords read from the start, so far or in all
 * @param failure why the replica stopped for good
 */
public record LogHealth(
        Role role,
        Optional<LeaderMark> leader,
        long position,
        long lagRecords,
        Duration age,
        boolean replaying,
        long replayedRecords,
        Duration replayTime,
        int queuedCommits,
        Duration lastCommit,
        Optional<String> failure) {
    public boolean leading() {
        return role instanceof Role.Leading;
    }

    public double replayedRecordsPerSecond() {
        return replayTime.isZero() ? 0 : replayedRecords * 1e9 / replayTime.toNanos();
    }
}
