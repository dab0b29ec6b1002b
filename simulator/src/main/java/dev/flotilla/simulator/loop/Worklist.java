package dev.flotilla.simulator.loop;

import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Which keys are to be looked at, and which later. A key that is due several times is looked at once; keys come in the
 * order in which they became due. Not thread-safe.
 */
final class Worklist {
    /** One key of one reconciler. */
    record Task(Reconciler reconciler, ObjectKey key) {}

    private record Appointment(Instant at, long number, Task task) implements Comparable<Appointment> {
        @Override
        public int compareTo(Appointment other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final List<Reconciler> reconcilers;
    private final LinkedHashSet<Task> due = new LinkedHashSet<>();
    private final PriorityQueue<Appointment> later = new PriorityQueue<>();
    private final Map<Task, Instant> soonest = new HashMap<>();
    private long appointments;

    Worklist(List<Reconciler> reconcilers) {
        this.reconcilers = List.copyOf(reconcilers);
    }

    void everything(Snapshot snapshot) {
        for (Reconciler reconciler : reconcilers) {
            reconciler.keys(snapshot).forEach(key -> due.add(new Task(reconciler, key)));
        }
    }

    void changed(Snapshot snapshot, List<Change> changes) {
        for (Change change : changes) {
            for (Reconciler reconciler : reconcilers) {
                if (reconciler.watches().isEmpty()
                        || reconciler.watches().contains(change.key().resource())) {
                    reconciler.concerns(snapshot, change).forEach(key -> due.add(new Task(reconciler, key)));
                }
            }
        }
    }

    /** Makes an appointment; of several for one task the soonest is kept. */
    void again(Task task, Instant at) {
        Instant known = soonest.get(task);
        if (known == null || at.isBefore(known)) {
            soonest.put(task, at);
            later.add(new Appointment(at, appointments++, task));
        }
    }

    /** The next task that is due, taken from the list. */
    Optional<Task> next(Instant now) {
        while (!later.isEmpty() && !later.peek().at().isAfter(now)) {
            Appointment kept = later.poll();
            if (soonest.remove(kept.task(), kept.at())) {
                due.add(kept.task());
            }
        }
        Iterator<Task> first = due.iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        Task task = first.next();
        first.remove();
        return Optional.of(task);
    }

    /** When the next appointment is; asked when nothing is due. */
    Optional<Instant> nextAppointment() {
        return Optional.ofNullable(later.peek()).map(Appointment::at);
    }
}
