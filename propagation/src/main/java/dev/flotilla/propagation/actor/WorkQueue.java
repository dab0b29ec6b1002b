package dev.flotilla.propagation.actor;

import dev.flotilla.api.store.ObjectKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The bindings a member has to look at: each at most once, the urgent first, and none that is being worked on. Not
 * thread-safe.
 */
final class WorkQueue {
    /** In order of urgency. */
    enum Priority {
        /** What others wait for, and what replaces a lost copy. */
        FIRST,
        ROLLOUT,
        RESYNC
    }

    private final Map<Priority, Deque<ObjectKey>> waiting = new EnumMap<>(Priority.class);
    private final Map<ObjectKey, Priority> queued = new HashMap<>();
    private final Map<ObjectKey, Priority> again = new HashMap<>();
    private final Set<ObjectKey> working = new HashSet<>();

    WorkQueue() {
        for (Priority priority : Priority.values()) {
            waiting.put(priority, new ArrayDeque<>());
        }
    }

    void add(ObjectKey binding, Priority priority) {
        if (working.contains(binding)) {
            again.merge(binding, priority, WorkQueue::moreUrgent);
            return;
        }
        Priority before = queued.get(binding);
        if (before == null || priority.compareTo(before) < 0) {
            queued.put(binding, priority);
            line(priority).addLast(binding);
        }
    }

    /** The most urgent binding, from now on being worked on. */
    Optional<ObjectKey> take() {
        for (Priority priority : Priority.values()) {
            for (ObjectKey next = line(priority).pollFirst();
                    next != null;
                    next = line(priority).pollFirst()) {
                if (queued.get(next) == priority) {
                    queued.remove(next);
                    working.add(next);
                    return Optional.of(next);
                }
            }
        }
        return Optional.empty();
    }

    /** The work on a binding has ended; it waits anew if it was added meanwhile. */
    void done(ObjectKey binding) {
        working.remove(binding);
        Priority priority = again.remove(binding);
        if (priority != null) {
            add(binding, priority);
        }
    }

    boolean isWorking(ObjectKey binding) {
        return working.contains(binding);
    }

    int size() {
        return queued.size();
    }

    int working() {
        return working.size();
    }

    private Deque<ObjectKey> line(Priority priority) {
        return java.util.Objects.requireNonNull(waiting.get(priority));
    }

    private static Priority moreUrgent(Priority a, Priority b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
