package dev.flotilla.replication.kafka;

/**
 * How many commits are worth waiting for. Those who were answered by the last group are about to write again, and those
 * of the group before are writing now: together they are all who write side by side. A leader that waited for all of
 * them would leave the processors idle while it commits; for half of them, and one half is served while the other's
 * transaction runs. A leader with little to do waits for nobody.
 *
 * @param last the size of the last group
 * @param before the size of the group before it
 */
record Gathering(int last, int before) {
    static final Gathering NONE = new Gathering(0, 0);

    /** From this many on, clients write side by side. */
    private static final int BUSY = 8;

    Gathering after(int size) {
        return new Gathering(size, last);
    }

    /** At least 1. */
    int enough() {
        return last + before >= BUSY ? (last + before) / 2 : 1;
    }
}
