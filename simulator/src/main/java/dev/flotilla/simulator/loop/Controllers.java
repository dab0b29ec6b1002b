package dev.flotilla.simulator.loop;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All controllers of one member, taken step by step by one thread. A step decides about one key and commits what was
 * decided; if the commit does not hold, the key is taken up again, later each time.
 */
public final class Controllers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
    private static final int FAILURES_BEFORE_WARNING = 5;
    private static final int BACKOFF_DOUBLINGS_MAX = 7;
    private static final long BACKOFF_MS = 10;

    private final InMemoryObjectStore store;
    private final MemberCommits effects;
    private final RandomGenerator uids;
    private final Worklist worklist;
    private final Queue<Batch> news = new ConcurrentLinkedQueue<>();
    private final Map<Worklist.Task, Integer> failures = new HashMap<>();
    private final Runnable onNews;
    private final Subscription subscription;

    private record Batch(Snapshot snapshot, List<Change> changes) {}

    /**
     * Begins with every key there is.
     *
     * @param uids where the uids of new objects come from
     * @param onNews called on the store's thread when there is something to do
     */
    public Controllers(
            InMemoryObjectStore store,
            List<Reconciler> reconcilers,
            MemberCommits effects,
            RandomGenerator uids,
            Runnable onNews) {
        this.store = store;
        this.effects = effects;
        this.uids = uids;
        this.worklist = new Worklist(reconcilers);
        this.onNews = onNews;
        Snapshot start = store.snapshot();
        try {
            this.subscription = store.subscribe(start.resourceVersion(), Set.of(), new Listener());
        } catch (ExpiredException raced) {
            throw new IllegalStateException("the store forgot its newest change at once; end its writers first", raced);
        }
        worklist.everything(start);
    }

    /**
     * Takes one key.
     *
     * @return false if none is due
     */
    public boolean step(Instant now) {
        for (Batch batch = news.poll(); batch != null; batch = news.poll()) {
            worklist.changed(batch.snapshot(), batch.changes());
        }
        Optional<Worklist.Task> task = worklist.next(now);
        task.ifPresent(due -> take(due, now));
        return task.isPresent();
    }

    /** When something is due again although nothing changes; for when {@link #step} has returned false. */
    public Optional<Instant> nextAppointment() {
        return worklist.nextAppointment();
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void take(Worklist.Task task, Instant now) {
        try {
            Decision decision = task.reconciler().decide(store.snapshot(), task.key(), now);
            decision.again().ifPresent(after -> worklist.again(task, now.plus(after)));
            perform(task, decision, now);
        } catch (RuntimeException failed) {
            LOG.atError()
                    .addKeyValue("controller", task.reconciler().name())
                    .addKeyValue("key", task.key())
                    .setCause(failed)
                    .log("a decision failed; it is tried again");
            retry(task, String.valueOf(failed.getMessage()), now);
        }
    }

    private void perform(Worklist.Task task, Decision decision, Instant now) {
        if (decision.effects().isEmpty()) {
            failures.remove(task);
            return;
        }
        String uid = new UUID(uids.nextLong(), uids.nextLong()).toString();
        WriteContext context = new WriteContext(now, uid, task.reconciler().name());
        Optional<Commit> commit = effects.commit(store.snapshot(), decision.effects(), context);
        if (commit.isEmpty()) {
            failures.remove(task);
            return;
        }
        switch (store.commit(commit.get()).toCompletableFuture().join()) {
            case CommitOutcome.Committed _ -> failures.remove(task);
            case CommitOutcome.Conflicted conflict -> retry(task, conflict.toString(), now);
            case CommitOutcome.Refused refused -> retry(task, refused.reason(), now);
            case CommitOutcome.TooLarge tooLarge -> retry(task, tooLarge.toString(), now);
            case CommitOutcome.Overloaded overloaded -> retry(task, overloaded.toString(), now);
            case CommitOutcome.Unavailable unavailable -> retry(task, unavailable.reason(), now);
            case CommitOutcome.InDoubt doubt -> retry(task, doubt.reason(), now);
        }
    }

    private void retry(Worklist.Task task, String reason, Instant now) {
        int times = failures.merge(task, 1, Integer::sum);
        Duration wait = Duration.ofMillis(BACKOFF_MS << Math.min(times - 1, BACKOFF_DOUBLINGS_MAX));
        LOG.atLevel(times < FAILURES_BEFORE_WARNING ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
                .addKeyValue("controller", task.reconciler().name())
                .addKeyValue("key", task.key())
                .addKeyValue("attempt", times)
                .addKeyValue("reason", reason)
                .log("not committed; looking again");
        worklist.again(task, now.plus(wait));
    }

    private final class Listener implements ChangeListener {
        @Override
        public void onChanges(Snapshot snapshot, List<Change> changes) {
            news.add(new Batch(snapshot, changes));
            onNews.run();
        }

        @Override
        public void onLost() {
            throw new IllegalStateException("an in-memory store loses nothing");
        }
    }
}
