package dev.flotilla.apiserver.watch;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a watch has not yet sent, bounded by the bytes of its objects. */
final class ChangeQueue implements ChangeListener {
    private static final long BYTES_MAX = 16L << 20;
    private static final int CHANGE_OVERHEAD_BYTES = 256;

    /** Changes that became visible together, and the state right after. */
    record Batch(Snapshot snapshot, List<Change> changes) {}

    /** Why nothing more will come. */
    enum End {
        OPEN,
        /** The client did not keep up. */
        OVERFLOWN,
        /** The store cannot go on from where the watch is. */
        LOST,
        /** The client is gone. */
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>(1);
    private long bytes;
    private End end = End.OPEN;

    @Override
    public void onChanges(Snapshot snapshot, List<Change> changes) {
        lock.lock();
        try {
            if (end == End.OPEN) {
                batches.add(new Batch(snapshot, changes));
                bytes += size(changes);
                end = bytes > BYTES_MAX ? End.OVERFLOWN : End.OPEN;
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onLost() {
        finish(End.LOST);
    }

    void close() {
        finish(End.CLOSED);
    }

    private void finish(End why) {
        lock.lock();
        try {
            end = end == End.OPEN ? why : end;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Everything there is, waiting for the first if need be; empty when the time is over or the queue has ended. */
    List<Batch> take(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (batches.isEmpty() && end == End.OPEN && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            List<Batch> taken = new ArrayList<>(batches);
            batches.clear();
            bytes = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    End end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    private static long size(List<Change> changes) {
        long size = 0;
        for (Change change : changes) {
            StoredObject before = change.before();
            StoredObject after = change.after();
            size += CHANGE_OVERHEAD_BYTES
                    + (before == null ? 0 : before.storedJson().length)
                    + (after == null ? 0 : after.storedJson().length);
        }
        return size;
    }
}
