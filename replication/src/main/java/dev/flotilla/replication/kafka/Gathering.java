package dev.flotilla.replication.kafka;

import java.time.Duration;

/**
 * How many commits are worth waiting for, and for how long. Those who were answered by the last group are about to
 * write again, and those of the group before are writing now: together they are all who write side by side. A leader
 * with little to do waits for nobody.
 *
 * <p>Where a transaction is short, processors are what is scarce: a leader that waited for all writers would leave them
 * idle while it commits, so it waits for half of them, and one half is served while the other's transaction runs. Where
 * a transaction is long, as with disks that are waited for, transactions are scarce: everybody is back long before one
 * ends, so that each half would wait for two of them. Then it waits a quarter of one for whoever comes.
 *
 * @param last the size of the last group
 * @param before the size of the group before it
 * @param took how long the last group's transaction took
 */
record Gathering(int last, int before, Duration took) {
    static final Gathering NONE = new Gathering(0, 0, Duration.ZERO);

    /** For half of those who write. */
    static final Duration SHORT = Duration.ofMillis(4);

    /** The most that anybody is waited for. */
    static final Duration LONG_MAX = Duration.ofMillis(25);

    /** A transaction that takes as long as this is long. */
    static final Duration LONG_TRANSACTION = Duration.ofMillis(16);

    private static final int PART = 4;

    /** From this many on, clients write side by side. */
    private static final int BUSY = 8;

    Gathering after(int size, Duration transaction) {
        return new Gathering(size, last, transaction);
    }

    private boolean busy() {
        return last + before >= BUSY;
    }

    private boolean longTransactions() {
        return took.compareTo(LONG_TRANSACTION) >= 0;
    }

    /** At least 1. */
    int enough() {
        if (!busy()) {
            return 1;
        }
        return longTransactions() ? CommitQueue.GROUP_COMMITS_MAX : (last + before) / 2;
    }

    /** How long {@link #enough} is waited for. */
    Duration within() {
        if (!longTransactions()) {
            return SHORT;
        }
        Duration part = took.dividedBy(PART);
        return part.compareTo(LONG_MAX) < 0 ? part : LONG_MAX;
    }
}
