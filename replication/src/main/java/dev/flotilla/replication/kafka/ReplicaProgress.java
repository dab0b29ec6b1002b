package dev.flotilla.replication.kafka;

import java.time.Duration;

/** Where the replica is in the log; written by its thread, read by any. */
final class ReplicaProgress {
    private volatile long position;
    private volatile long end;
    private volatile long records;
    private volatile long replayStartedNanos = System.nanoTime();
    private volatile long replayEndedNanos;
    private volatile long replayedRecords;
    private volatile boolean replaying = true;
    private volatile long currentNanos = System.nanoTime();

    void begin(long newEnd) {
        replaying = true;
        records = 0;
        end = newEnd;
        replayStartedNanos = System.nanoTime();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void read(int count) {
        records += count;
    }

    void at(long newPosition) {
        position = newPosition;
        end = Math.max(end, newPosition);
    }

    void end(long newEnd) {
        end = newEnd;
    }

    /** It is at the log's end now. */
    void current() {
        currentNanos = System.nanoTime();
        if (replaying) {
            replayEndedNanos = currentNanos;
            replayedRecords = records;
            replaying = false;
        }
    }

    long position() {
        return position;
    }

    long lag() {
        return Math.max(0, end - position);
    }

    boolean replaying() {
        return replaying;
    }

    long replayed() {
        return replaying ? records : replayedRecords;
    }

    Duration replayTime() {
        return Duration.ofNanos((replaying ? System.nanoTime() : replayEndedNanos) - replayStartedNanos);
    }

    /** Since it was last known to be at the log's end. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - currentNanos);
    }
}
