package dev.flotilla.runtime;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the keys of one slice. A key has at most one commit under way; whatever happens to it meanwhile is looked
 * at once, when the commit has been answered. A key that is quiet costs nothing.
 *
 * <p>Few keys have a commit under way at a time; the others are due, in the order of their coming. So a decision sees
 * what those before it have used up, and many that come together do not fill the log's queue.
 *
 * <pre>
 *   quiet --Look--> due --> decide --effects--> committing --Committed--> quiet
 *                    ^         |                    | Look: due again afterwards
 *                    +--wait---+--failure           +--any other outcome--> wait
 * </pre>
 */
final class Slice extends AbstractMatchingBehavior<Slice.Command> {
    sealed interface Command {}

    record Look(ObjectKey key) implements Command {}

    private record Answered(ObjectKey key, CommitOutcome outcome) implements Command {}

    /** A key with something under way. */
    private record Busy(boolean committing, boolean lookAgain, int failures) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Slice.class);
    private static final int FAILURES_BEFORE_WARNING = 5;
    static final int UNDER_WAY_MAX = 4;

    private final TimerScheduler<Command> timers;
    private final ControllerSettings settings;
    private final Timer decisions;
    private final RandomGenerator jitter = RandomGenerator.getDefault();
    private final Map<ObjectKey, Busy> busy = new HashMap<>();
    private final SequencedSet<ObjectKey> due = new LinkedHashSet<>();
    private int underWay;

    static Behavior<Command> create(ControllerSettings settings) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Slice(context, timers, settings)));
    }

    private Slice(ActorContext<Command> context, TimerScheduler<Command> timers, ControllerSettings settings) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.decisions = Timer.builder("flotilla.controller.decisions")
                .description("Time to decide about one key")
                .tag("controller", settings.reconciler().name())
                .register(settings.metrics());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Look(var key) -> onLook(key);
            case Answered(var key, var outcome) -> onAnswered(key, outcome);
        };
    }

    private Behavior<Command> onLook(ObjectKey key) {
        Busy now = busy.get(key);
        if (now != null && now.committing()) {
            busy.put(key, new Busy(true, true, now.failures()));
        } else {
            due.add(key);
            decideWhatIsDue();
        }
        return this;
    }

    private void decideWhatIsDue() {
        while (underWay < UNDER_WAY_MAX && !due.isEmpty()) {
            ObjectKey key = due.removeFirst();
            Busy before = busy.get(key);
            decide(key, before == null ? 0 : before.failures());
        }
    }

    private Behavior<Command> onAnswered(ObjectKey key, CommitOutcome outcome) {
        Busy before = busy.getOrDefault(key, new Busy(true, true, 0));
        underWay--;
        switch (outcome) {
            case CommitOutcome.Committed _ -> onCommitted(key, before);
            case CommitOutcome.Conflicted conflict -> retry(key, before.failures() + 1, conflict.toString());
            case CommitOutcome.Refused refused -> retry(key, before.failures() + 1, refused.reason());
            case CommitOutcome.TooLarge tooLarge -> retry(key, before.failures() + 1, tooLarge.toString());
            case CommitOutcome.Overloaded overloaded -> retry(key, before.failures() + 1, overloaded.toString());
            case CommitOutcome.Unavailable unavailable -> retry(key, before.failures() + 1, unavailable.reason());
            case CommitOutcome.InDoubt doubt -> retry(key, before.failures() + 1, doubt.reason());
        }
        decideWhatIsDue();
        return this;
    }

    private void onCommitted(ObjectKey key, Busy before) {
        busy.remove(key);
        if (before.lookAgain()) {
            due.add(key);
        }
    }

    private void decide(ObjectKey key, int failures) {
        Snapshot snapshot = settings.store().snapshot();
        Instant now = settings.clock().instant();
        try {
            Decision decision = decisions.record(() -> settings.reconciler().decide(snapshot, key, now));
            Optional<Commit> commit = settings.effects()
                    .commit(
                            snapshot,
                            decision.effects(),
                            new WriteContext(now, UUID.randomUUID().toString(), name()))
                    .map(each -> settings.ownership().in(snapshot).guard(each, List.of(key)));
            schedule(key, decision.again());
            perform(key, commit, failures);
        } catch (RuntimeException bug) {
            LOGGER.atError()
                    .setCause(bug)
                    .addKeyValue("controller", name())
                    .addKeyValue("key", key)
                    .log("a decision failed; it is tried again");
            retry(key, failures + 1, String.valueOf(bug.getMessage()));
        }
    }

    private void perform(ObjectKey key, Optional<Commit> commit, int failures) {
        if (commit.isEmpty()) {
            busy.remove(key);
            return;
        }
        busy.put(key, new Busy(true, false, failures));
        underWay++;
        getContext()
                .pipeToSelf(
                        settings.store().commit(commit.get()),
                        (outcome, failure) -> new Answered(
                                key,
                                failure == null
                                        ? outcome
                                        : new CommitOutcome.Unavailable(failure.toString(), Duration.ZERO)));
    }

    private void schedule(ObjectKey key, Optional<Duration> again) {
        if (again.isPresent()) {
            timers.startSingleTimer(key, new Look(key), again.get());
        } else {
            timers.cancel(key);
        }
    }

    private void retry(ObjectKey key, int failures, String reason) {
        Duration wait = settings.retry().wait(failures, jitter);
        LOGGER.atLevel(failures < FAILURES_BEFORE_WARNING ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
                .addKeyValue("controller", name())
                .addKeyValue("key", key)
                .addKeyValue("attempt", failures)
                .addKeyValue("waitMs", wait.toMillis())
                .addKeyValue("reason", reason)
                .log("not committed; looking again");
        busy.put(key, new Busy(false, false, failures));
        timers.startSingleTimer(key, new Look(key), wait);
    }

    private String name() {
        return settings.reconciler().name();
    }
}
