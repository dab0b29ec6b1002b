package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeHistory;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state this node publishes, who listens to its changes, and who waits for it to get somewhere. One thread
 * publishes; everything else may be called from any. Stages complete on the publishing thread.
 */
final class ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    private final ReentrantLock order = new ReentrantLock();
    private final List<Listening> listeners = new ArrayList<>();
    private final NavigableMap<Long, List<CompletableFuture<Snapshot>>> byVersion = new TreeMap<>();
    private final NavigableMap<Long, List<CompletableFuture<Snapshot>>> byPosition = new TreeMap<>();
    private ChangeHistory history;
    private long position;
    private volatile StateTable state = StateTable.EMPTY;

    ChangeFeed(long historyBytes) {
        this.history = new ChangeHistory(Long.MAX_VALUE, historyBytes);
    }

    StateTable snapshot() {
        return state;
    }

    /** @param newPosition the offset up to which the log has been folded */
    void publish(StateTable next, List<Change> changes, long newPosition) {
        List<CompletableFuture<Snapshot>> reached = new ArrayList<>();
        order.lock();
        try {
            changes.forEach(history::add);
            arrive(next, newPosition, reached);
            if (!changes.isEmpty()) {
                List.copyOf(listeners).forEach(listening -> listening.deliver(next, changes));
            }
        } finally {
            order.unlock();
        }
        reached.forEach(waiter -> waiter.complete(next));
    }

    /** Begins anew after the log was read from its start: whoever listened has missed something. */
    void restart(StateTable next, ChangeHistory newHistory, long newPosition) {
        List<CompletableFuture<Snapshot>> reached = new ArrayList<>();
        List<Listening> lost;
        order.lock();
        try {
            history = newHistory;
            lost = List.copyOf(listeners);
            listeners.clear();
            arrive(next, newPosition, reached);
            lost.forEach(Listening::lose);
        } finally {
            order.unlock();
        }
        reached.forEach(waiter -> waiter.complete(next));
    }

    private void arrive(StateTable next, long newPosition, List<CompletableFuture<Snapshot>> reached) {
        state = next;
        position = newPosition;
        take(byVersion.headMap(next.resourceVersion(), true), reached);
        take(byPosition.headMap(newPosition, true), reached);
    }

    private static void take(
            NavigableMap<Long, List<CompletableFuture<Snapshot>>> waiting, List<CompletableFuture<Snapshot>> reached) {
        waiting.values().forEach(reached::addAll);
        waiting.clear();
    }

    CompletionStage<Snapshot> atLeast(long version) {
        StateTable now = state;
        return now.resourceVersion() >= version
                ? CompletableFuture.completedFuture(now)
                : await(byVersion, version, () -> state.resourceVersion());
    }

    /** The state once everything before the offset is in it. */
    CompletionStage<Snapshot> atPosition(long offset) {
        return await(byPosition, offset, () -> position);
    }

    private CompletionStage<Snapshot> await(
            NavigableMap<Long, List<CompletableFuture<Snapshot>>> waiting, long goal, LongSupplier now) {
        order.lock();
        try {
            if (now.getAsLong() >= goal) {
                return CompletableFuture.completedFuture(state);
            }
            CompletableFuture<Snapshot> later = new CompletableFuture<>();
            List<CompletableFuture<Snapshot>> waiters = waiting.computeIfAbsent(goal, _ -> new ArrayList<>());
            waiters.removeIf(CompletableFuture::isDone);
            waiters.add(later);
            return later;
        } finally {
            order.unlock();
        }
    }

    Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener) throws ExpiredException {
        order.lock();
        try {
            List<Change> missed = history.after(after, resources);
            Listening listening = new Listening(Set.copyOf(resources), listener);
            listeners.add(listening);
            if (!missed.isEmpty()) {
                listening.deliver(state, missed);
            }
            return () -> remove(listening);
        } finally {
            order.unlock();
        }
    }

    private void remove(Listening listening) {
        order.lock();
        try {
            listeners.remove(listening);
        } finally {
            order.unlock();
        }
    }

    /** Identity matters: the same listener may be subscribed twice. */
    private static final class Listening {
        private final Set<GroupResource> resources;
        private final ChangeListener listener;

        Listening(Set<GroupResource> resources, ChangeListener listener) {
            this.resources = resources;
            this.listener = listener;
        }

        void deliver(Snapshot snapshot, List<Change> changes) {
            List<Change> covered = resources.isEmpty()
                    ? changes
                    : changes.stream()
                            .filter(change -> resources.contains(change.key().resource()))
                            .toList();
            if (!covered.isEmpty()) {
                call(() -> listener.onChanges(snapshot, covered));
            }
        }

        void lose() {
            call(listener::onLost);
        }

        /** One subscriber's bug must not stop the replica for all. */
        private static void call(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a change listener failed; it goes on with the next change");
            }
        }
    }
}
