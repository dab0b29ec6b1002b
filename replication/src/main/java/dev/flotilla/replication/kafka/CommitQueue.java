package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits that wait for the leader's next group, in the order they came. Clients can fill a part of it; the rest is
 * left to the hub's own controllers.
 */
final class CommitQueue {
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    static final int COMMITS_MAX = 8_192;
    static final int CLIENT_COMMITS_MAX = 6_144;
    static final long BYTES_MAX = 96L << 20;
    static final long CLIENT_BYTES_MAX = 64L << 20;
    private static final int GROUP_COMMITS_MAX = 1_000;
    private static final int GROUP_BYTES_MAX = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<PendingCommit> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean signalled;

    /** Takes it in, or answers that there is no room. */
    void offer(PendingCommit commit) {
        lock.lock();
        try {
            if (full(commit.origin())) {
                forgetAnswered();
            }
            if (full(commit.origin())) {
                commit.answer(new CommitOutcome.Overloaded(RETRY_AFTER));
                return;
            }
            waiting.addLast(commit);
            bytes += commit.proposal().bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean full(Commit.Origin origin) {
        return switch (origin) {
            case CLIENT -> waiting.size() >= CLIENT_COMMITS_MAX || bytes >= CLIENT_BYTES_MAX;
            case CONTROLLER -> waiting.size() >= COMMITS_MAX || bytes >= BYTES_MAX;
        };
    }

    /** While nobody leads, commits time out where they wait. */
    private void forgetAnswered() {
        waiting.removeIf(PendingCommit::answered);
        bytes = waiting.stream().mapToLong(each -> each.proposal().bytes()).sum();
    }

    /** Puts commits that were taken before back to the front, in their order; they had room once. */
    void putBack(List<PendingCommit> commits) {
        lock.lock();
        try {
            for (PendingCommit commit : commits.reversed()) {
                waiting.addFirst(commit);
                bytes += commit.proposal().bytes();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes whoever waits, because something else than the queue has changed. */
    void signal() {
        lock.lock();
        try {
            signalled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a signal, ignoring commits. */
    void awaitSignal(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!signalled && left > 0) {
                left = changed.awaitNanos(left);
            }
            signalled = false;
        } finally {
            lock.unlock();
        }
    }

    /** The next group, within its bounds; empty if nothing came in time or a signal did. */
    List<PendingCommit> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && !signalled && left > 0) {
                left = changed.awaitNanos(left);
            }
            signalled = false;
            return group();
        } finally {
            lock.unlock();
        }
    }

    private List<PendingCommit> group() {
        List<PendingCommit> group = new ArrayList<>();
        long groupBytes = 0;
        while (!waiting.isEmpty() && group.size() < GROUP_COMMITS_MAX) {
            int size = waiting.getFirst().proposal().bytes();
            if (!group.isEmpty() && groupBytes + size > GROUP_BYTES_MAX) {
                break;
            }
            group.add(waiting.removeFirst());
            groupBytes += size;
        }
        bytes -= groupBytes;
        return group;
    }

    List<PendingCommit> drain() {
        lock.lock();
        try {
            List<PendingCommit> all = List.copyOf(waiting);
            waiting.clear();
            bytes = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
