package dev.flotilla.api.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store that keeps its state in memory alone: a simulated member's, and the one tests use. Versions begin at 1 and
 * rise by one for each write. Listeners are called on the committing thread, in order.
 */
public final class InMemoryObjectStore implements ObjectStore {
    private static final long HISTORY_BYTES_MAX = 16L << 20;
    private static final int OBJECT_BYTES_MAX = 3 << 20;

    private final ReentrantLock order = new ReentrantLock(true);
    private final Preconditions preconditions;
    private final ChangeHistory history = new ChangeHistory(0, HISTORY_BYTES_MAX);
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private final TreeMap<Long, List<CompletableFuture<Snapshot>>> waiting = new TreeMap<>();
    private volatile StateTable state = StateTable.EMPTY;

    public InMemoryObjectStore() {
        this(List.of());
    }

    public InMemoryObjectStore(Collection<Guard> guards) {
        this.preconditions = new Preconditions(guards);
    }

    @Override
    public Snapshot snapshot() {
        return state;
    }

    @Override
    public CompletionStage<Snapshot> latest() {
        return CompletableFuture.completedFuture(state);
    }

    @Override
    public CompletionStage<Snapshot> atLeast(long resourceVersion) {
        order.lock();
        try {
            if (state.resourceVersion() >= resourceVersion) {
                return CompletableFuture.completedFuture(state);
            }
            CompletableFuture<Snapshot> later = new CompletableFuture<>();
            waiting.computeIfAbsent(resourceVersion, _ -> new ArrayList<>()).add(later);
            return later;
        } finally {
            order.unlock();
        }
    }

    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        order.lock();
        try {
            return CompletableFuture.completedFuture(preconditions
                    .failure(state, commit)
                    .or(() -> tooLarge(commit))
                    .orElseGet(() -> apply(commit)));
        } finally {
            order.unlock();
        }
    }

    @Override
    public Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener)
            throws ExpiredException {
        order.lock();
        try {
            List<Change> missed = history.after(after, resources);
            Listening listening = new Listening(Set.copyOf(resources), listener);
            listeners.add(listening);
            if (!missed.isEmpty()) {
                listener.onChanges(state, missed);
            }
            return () -> listeners.remove(listening);
        } finally {
            order.unlock();
        }
    }

    private static Optional<CommitOutcome> tooLarge(Commit commit) {
        return commit.writes().stream()
                .filter(write -> write instanceof Write.Put put && put.json().length > OBJECT_BYTES_MAX)
                .findFirst()
                .map(write ->
                        new CommitOutcome.TooLarge(write.key(), ((Write.Put) write).json().length, OBJECT_BYTES_MAX));
    }

    private CommitOutcome apply(Commit commit) {
        StateTable next = state;
        List<Change> changes = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        for (Write write : commit.writes()) {
            long version = next.resourceVersion() + 1;
            versions.add(version);
            Optional<StoredObject> before = next.get(write.key());
            switch (write) {
                case Write.Put(var key, byte[] json) -> {
                    StoredObject after = StoredObject.of(key, version, json);
                    next = next.put(after);
                    changes.add(new Change(key, before.orElse(null), after, version));
                }
                case Write.Delete(var key) -> {
                    next = next.remove(key, version);
                    before.ifPresent(gone -> changes.add(new Change(key, gone, null, version)));
                }
            }
        }
        publish(next, changes);
        return new CommitOutcome.Committed(versions);
    }

    private void publish(StateTable next, List<Change> changes) {
        state = next;
        changes.forEach(history::add);
        listeners.forEach(listening -> listening.deliver(next, changes));
        var reached = waiting.headMap(next.resourceVersion(), true);
        reached.values().forEach(waiters -> waiters.forEach(waiter -> waiter.complete(next)));
        reached.clear();
    }

    private record Listening(Set<GroupResource> resources, ChangeListener listener) {
        void deliver(Snapshot snapshot, List<Change> changes) {
            List<Change> covered = changes.stream()
                    .filter(change -> resources.isEmpty()
                            || resources.contains(change.key().resource()))
                    .toList();
            if (!covered.isEmpty()) {
                listener.onChanges(snapshot, covered);
            }
        }
    }
}
