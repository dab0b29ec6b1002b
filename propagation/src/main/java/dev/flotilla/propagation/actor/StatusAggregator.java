package dev.flotilla.propagation.actor;

import dev.flotilla.api.fleet.Share;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.propagation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what members report of the bindings of one slice and commits summaries: for one binding at most every
 * {@code COMMIT_EVERY}, every {@code COMMIT_SELDOM_EVERY} once its object is large or many bindings have news, and
 * always the last word. What is committed is forgotten here: the binding's status in the log is the memory.
 */
final class StatusAggregator extends AbstractMatchingBehavior<StatusAggregator.Command> {
    sealed interface Command {}

    /** A member has seen something new of a binding's copy. */
    record Observed(ObjectKey binding, Observation observation) implements Command {}

    private record Due(ObjectKey binding) implements Command {}

    private record Answered(ObjectKey binding, Map<String, Observation> sent, CommitOutcome outcome)
            implements Command {}

    /** One binding's news: what is not committed yet, and whether a commit is under way or a timer runs. */
    private record Pending(Map<String, Observation> news, boolean busy) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(StatusAggregator.class);
    private static final Duration COMMIT_EVERY = Duration.ofMillis(100);
    private static final Duration COMMIT_SELDOM_EVERY = Duration.ofSeconds(1);

    /** More bindings than this with news at once, and each waits longer, so that many reports make one commit. */
    private static final int CROWD = 2;

    private static final GroupResource CLUSTERS = new GroupResource("cluster.karmada.io", "clusters");
    private static final int LARGE_BYTES = 32 << 10;

    private final TimerScheduler<Command> timers;
    private final PropagationSettings settings;
    private final Map<ObjectKey, Pending> pending = new HashMap<>();

    static Behavior<Command> create(PropagationSettings settings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new StatusAggregator(context, timers, settings)));
    }

    private StatusAggregator(
            ActorContext<Command> context, TimerScheduler<Command> timers, PropagationSettings settings) {
        super(context);
        this.timers = timers;
        this.settings = settings;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Observed(var binding, var observation) -> onObserved(binding, observation);
            case Due(var binding) -> onDue(binding);
            case Answered(var binding, var sent, var outcome) -> onAnswered(binding, sent, outcome);
        };
    }

    private Behavior<Command> onObserved(ObjectKey binding, Observation observation) {
        Pending before = pending.getOrDefault(binding, new Pending(Map.of(), false));
        Map<String, Observation> news = new HashMap<>(before.news());
        news.put(observation.cluster(), observation);
        pending.put(binding, new Pending(news, true));
        if (!before.busy()) {
            timers.startSingleTimer(binding, new Due(binding), interval(binding));
        }
        return this;
    }

    private Duration interval(ObjectKey binding) {
        boolean large = settings.store()
                .snapshot()
                .get(binding)
                .filter(found -> found.storedJson().length > LARGE_BYTES)
                .isPresent();
        return large || pending.size() > CROWD ? COMMIT_SELDOM_EVERY : COMMIT_EVERY;
    }

    private Behavior<Command> onDue(ObjectKey binding) {
        Pending due = pending.get(binding);
        if (due == null) {
            return this;
        }
        Optional<Commit> commit = summarise(binding, due.news());
        if (commit.isEmpty()) {
            pending.remove(binding);
            return this;
        }
        Map<String, Observation> sent = due.news();
        pending.put(binding, new Pending(Map.of(), true));
        getContext()
                .pipeToSelf(
                        settings.store().commit(commit.get()),
                        (outcome, failure) -> new Answered(
                                binding,
                                sent,
                                failure == null
                                        ? outcome
                                        : new CommitOutcome.Unavailable(failure.toString(), Duration.ZERO)));
        return this;
    }

    /** Of members that have become another node's, that node tells. */
    private Optional<Commit> summarise(ObjectKey binding, Map<String, Observation> news) {
        Snapshot snapshot = settings.store().snapshot();
        Instant now = settings.clock().instant();
        Share share = settings.ownership().in(snapshot);
        Map<ObjectKey, Observation> ours = new HashMap<>();
        news.forEach((name, observation) -> ours.put(new ObjectKey(CLUSTERS, "", name), observation));
        ours.keySet().removeIf(cluster -> !share.holds(cluster));
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<Effect> effects = settings.summary().decide(snapshot, binding, ours.values(), now);
            boolean statusAlone = effects.stream().allMatch(Effect.UpdateStatus.class::isInstance);
            return settings.effects()
                    .commit(
                            snapshot,
                            effects,
                            new WriteContext(now, UUID.randomUUID().toString(), "status-aggregator"))
                    .map(commit -> statusAlone ? commit.from(Commit.Origin.OBSERVER) : commit)
                    .map(commit -> share.guard(commit, ours.keySet()));
        } catch (RuntimeException bug) {
            LOGGER.atError()
                    .setCause(bug)
                    .addKeyValue("binding", binding)
                    .log("a status could not be summarised; it is when the member reports again");
            return Optional.empty();
        }
    }

    private Behavior<Command> onAnswered(ObjectKey binding, Map<String, Observation> sent, CommitOutcome outcome) {
        Pending now = pending.getOrDefault(binding, new Pending(Map.of(), true));
        Map<String, Observation> news = new HashMap<>();
        if (!(outcome instanceof CommitOutcome.Committed)) {
            news.putAll(sent);
            LOGGER.atDebug()
                    .addKeyValue("binding", binding)
                    .addKeyValue("reason", outcome.toString())
                    .log("status not committed; trying again");
        }
        news.putAll(now.news());
        if (news.isEmpty()) {
            pending.remove(binding);
        } else {
            pending.put(binding, new Pending(news, true));
            timers.startSingleTimer(binding, new Due(binding), interval(binding));
        }
        return this;
    }
}
