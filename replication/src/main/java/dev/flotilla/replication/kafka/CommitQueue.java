package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Commits that wait for the leader's next group. Clients can fill a part of it; the rest is left to the hub's own
 * controllers. Clients' and controllers' commits go in the order they came. Observers' come after them in a group and
 * begin none of their own until the eldest has waited for {@code PATIENCE}: a transaction costs the same whatever it
 * holds, and whoever comes while it runs has to wait for its end. For that reason a busy leader also gathers a group
 * for a moment before it begins.
 */
final class CommitQueue {
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    static final int COMMITS_MAX = 8_192;
    static final int CLIENT_COMMITS_MAX = 6_144;
    static final long BYTES_MAX = 96L << 20;
    static final long CLIENT_BYTES_MAX = 64L << 20;
    static final Duration PATIENCE = Duration.ofMillis(100);
    static final int GROUP_COMMITS_MAX = 1_000;

    /** Of a group, while others could fill all of it and observers have waited long enough. */
    private static final double OBSERVERS_SHARE = 0.25;

    private static final int GROUP_BYTES_MAX = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<PendingCommit> waiting = new ArrayDeque<>();
    private final Deque<PendingCommit> patient = new ArrayDeque<>();
    private int wanted = 1;
    private long patientSinceNanos;
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
            bytes += commit.proposal().bytes();
            if (commit.origin() == Commit.Origin.OBSERVER) {
                addPatient(commit);
                changed.signalAll();
            } else {
                waiting.addLast(commit);
                signalIfEnough();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whoever gathers a group is not woken for each of its commits. */
    private void signalIfEnough() {
        if (waiting.size() >= wanted || bytes >= GROUP_BYTES_MAX) {
            changed.signalAll();
        }
    }

    private void addPatient(PendingCommit commit) {
        if (patient.isEmpty()) {
            patientSinceNanos = System.nanoTime();
        }
        patient.addLast(commit);
    }

    private boolean full(Commit.Origin origin) {
        int commits = waiting.size() + patient.size();
        return switch (origin) {
            case CLIENT -> commits >= CLIENT_COMMITS_MAX || bytes >= CLIENT_BYTES_MAX;
            case CONTROLLER, OBSERVER -> commits >= COMMITS_MAX || bytes >= BYTES_MAX;
        };
    }

    /** While nobody leads, commits time out where they wait. */
    private void forgetAnswered() {
        waiting.removeIf(PendingCommit::answered);
        patient.removeIf(PendingCommit::answered);
        bytes = bytesOf(waiting) + bytesOf(patient);
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

    /**
     * The next group, within its bounds; empty if nothing came in time or a signal did.
     *
     * @param enough how many commits of clients and controllers a group waits for once it has one, though not for
     *     longer than {@code within}
     */
    List<PendingCommit> take(Duration patience, int enough, Duration within) throws InterruptedException {
        lock.lock();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            long left = patience.toNanos();
            while (waiting.isEmpty() && !signalled && left > 0 && untilImpatientNanos() > 0) {
                changed.awaitNanos(Math.min(left, untilImpatientNanos()));
                left = deadline - System.nanoTime();
            }
            gather(enough, within);
            signalled = false;
            return group();
        } finally {
            lock.unlock();
        }
    }

    private void gather(int enough, Duration within) throws InterruptedException {
        wanted = enough;
        try {
            long left = waiting.isEmpty() ? 0 : within.toNanos();
            while (waiting.size() < enough && bytes < GROUP_BYTES_MAX && !signalled && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            wanted = 1;
        }
    }

    private long untilImpatientNanos() {
        return patient.isEmpty() ? Long.MAX_VALUE : patientSinceNanos + PATIENCE.toNanos() - System.nanoTime();
    }

    private List<PendingCommit> group() {
        boolean share = untilImpatientNanos() < 0;
        List<PendingCommit> group = new ArrayList<>();
        fill(group, waiting, share ? 1 - OBSERVERS_SHARE : 1);
        fill(group, patient, 1);
        bytes -= bytesOf(group);
        return group;
    }

    /** Adds commits until the group is filled to that part of its bounds; one always has room. */
    private static void fill(List<PendingCommit> group, Deque<PendingCommit> from, double part) {
        long sum = bytesOf(group);
        while (!from.isEmpty() && group.size() < GROUP_COMMITS_MAX * part) {
            int size = from.getFirst().proposal().bytes();
            if (!group.isEmpty() && sum + size > GROUP_BYTES_MAX * part) {
                return;
            }
            group.add(from.removeFirst());
            sum += size;
        }
    }

    private static long bytesOf(Collection<PendingCommit> commits) {
        return commits.stream().mapToLong(each -> each.proposal().bytes()).sum();
    }

    List<PendingCommit> drain() {
        lock.lock();
        try {
            List<PendingCommit> all =
                    Stream.of(waiting, patient).flatMap(Deque::stream).toList();
            waiting.clear();
            patient.clear();
            bytes = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size() + patient.size();
        } finally {
            lock.unlock();
        }
    }
}
