package dev.flotilla.health.actor;

import dev.flotilla.api.cluster.ClusterSpec;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.health.ClusterConditions;
import dev.flotilla.health.ClusterStatus;
import dev.flotilla.health.ClusterSummary;
import dev.flotilla.health.MemberReading;
import dev.flotilla.health.ProbeSample;
import dev.flotilla.health.ReadyDetector;
import dev.flotilla.health.Standstill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches one member: probes it on time, now and then reads what it holds, and commits the Cluster's status when the
 * pure core says that it has changed. One probe, one reading and one commit are under way at most. A reading is
 * repeated after {@code summariseEvery}, but a slow one no sooner than {@code READING_SHARE} times what it took, up to
 * {@code READING_WAIT_MAX}; at once when it is asked for. After a reading that was news the next one is written
 * whatever it says: what came to the member just before the first, and was told of just after it, is counted by then.
 */
final class ClusterProbe extends AbstractMatchingBehavior<ClusterProbe.Command> {
    sealed interface Command {}

    /** It is time for something. */
    enum Tick implements Command {
        PROBE,
        READ
    }

    private record Probed(ProbeSample sample, Pulse.Mark asked) implements Command {}

    private record Read(Optional<MemberReading> reading, String failure, Instant began, Duration took)
            implements Command {}

    /** @param news whether a summary was written that differs from the one before */
    private record Answered(CommitOutcome outcome, boolean news) implements Command {}

    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterProbe.class);
    private static final int READING_SHARE = 100;
    private static final Duration READING_WAIT_MAX = Duration.ofSeconds(30);

    private final TimerScheduler<Command> timers;
    private final ProbeSettings settings;
    private final ObjectKey cluster;
    private ReadyDetector detector;
    private Optional<ObjectNode> summary = Optional.empty();
    private boolean reading;
    private boolean readAgain;
    private boolean committing;
    private boolean confirming;

    /** @param wait before the first probe */
    static Behavior<Command> create(ProbeSettings settings, ObjectKey cluster, Duration wait) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ClusterProbe(context, timers, settings, cluster, wait)));
    }

    private ClusterProbe(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProbeSettings settings,
            ObjectKey cluster,
            Duration wait) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.cluster = cluster;
        this.detector = settings.store()
                .snapshot()
                .get(cluster)
                .flatMap(found -> ClusterConditions.verdict(found.tree()))
                .map(ReadyDetector::resuming)
                .orElse(ReadyDetector.NEW);
        timers.startSingleTimer(Tick.PROBE, wait);
        timers.startSingleTimer(Tick.READ, wait);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Tick.PROBE -> onProbe();
            case Tick.READ -> onRead();
            case Probed(var sample, var asked) ->
                onProbed(sample, settings.pulse().since(asked));
            case Read(var found, var failure, var began, var took) -> onReadDone(found, failure, began, took);
            case Answered(var outcome, var news) -> onAnswered(outcome, news);
        };
    }

    private Behavior<Command> onProbe() {
        Snapshot snapshot = settings.store().snapshot();
        Pulse.Mark asked = settings.pulse().mark();
        snapshot.get(cluster)
                .ifPresent(found -> getContext()
                        .pipeToSelf(
                                settings.probe().probe(found, snapshot),
                                (sample, failure) -> new Probed(
                                        failure == null
                                                ? sample
                                                : new ProbeSample(
                                                        settings.clock().instant(),
                                                        ProbeSample.Verdict.UNREACHABLE,
                                                        failure.toString()),
                                        asked)));
        return this;
    }

    private Behavior<Command> onProbed(ProbeSample sample, Standstill own) {
        ReadyDetector before = detector;
        detector = detector.next(sample, own, settings.health());
        if (!before.opinion().equals(detector.opinion())) {
            LOGGER.atInfo()
                    .addKeyValue("cluster", cluster.name())
                    .addKeyValue("reason", sample.verdict().label())
                    .addKeyValue("detail", sample.detail())
                    .log("cluster health changed");
            getContext().getSelf().tell(Tick.READ);
        }
        timers.startSingleTimer(Tick.PROBE, settings.health().probeEvery());
        commit();
        return this;
    }

    private Behavior<Command> onRead() {
        Snapshot snapshot = settings.store().snapshot();
        Optional<StoredObject> found = snapshot.get(cluster);
        boolean well =
                detector.opinion().filter(ProbeSample.Verdict.READY::equals).isPresent();
        if (reading) {
            readAgain = true;
            return this;
        }
        if (found.isEmpty() || !well) {
            return this;
        }
        reading = true;
        Instant began = settings.clock().instant();
        getContext()
                .pipeToSelf(
                        settings.probe().read(found.get(), snapshot),
                        (result, failure) -> new Read(
                                Optional.ofNullable(result),
                                failure == null ? "" : failure.toString(),
                                began,
                                Duration.between(began, settings.clock().instant())));
        return this;
    }

    private Behavior<Command> onReadDone(Optional<MemberReading> found, String failure, Instant began, Duration took) {
        reading = false;
        if (found.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("cluster", cluster.name())
                    .addKeyValue("reason", failure)
                    .log("the cluster's summary could not be read; it is tried again");
        }
        found.ifPresent(each -> summary = Optional.of(ClusterSummary.of(each, models(), began)));
        timers.startSingleTimer(Tick.READ, readAgain ? Duration.ZERO : untilNextReading(took));
        readAgain = false;
        commit();
        return this;
    }

    /** The grades that the Cluster's nodes are counted by now. */
    private List<ClusterSpec.ResourceModel> models() {
        return settings.store()
                .snapshot()
                .get(cluster)
                .map(found -> ClusterSpec.of(found.tree()).resourceModels())
                .orElse(List.of());
    }

    private Duration untilNextReading(Duration took) {
        Duration regular = settings.health().summariseEvery();
        Duration share = took.multipliedBy(READING_SHARE);
        Duration polite = share.compareTo(READING_WAIT_MAX) > 0 ? READING_WAIT_MAX : share;
        return polite.compareTo(regular) > 0 ? polite : regular;
    }

    private void commit() {
        Snapshot snapshot = settings.store().snapshot();
        Optional<StoredObject> found =
                snapshot.get(cluster).filter(each -> !each.head().terminating());
        if (committing || found.isEmpty()) {
            return;
        }
        Instant now = settings.clock().instant();
        boolean news =
                summary.filter(each -> ClusterStatus.news(found.get(), each)).isPresent();
        Optional<ObjectNode> told = summary.filter(_ -> news || confirming);
        Optional<Effect> effect = ClusterStatus.decide(found.get(), detector, told, now);
        WriteContext context = new WriteContext(now, UUID.randomUUID().toString(), "cluster-status");
        Optional<Commit> commit = effect.flatMap(each -> settings.effects().commit(snapshot, List.of(each), context))
                .map(each -> settings.ownership().in(snapshot).guard(each, List.of(cluster)));
        if (commit.isEmpty()) {
            summary = Optional.empty();
            return;
        }
        committing = true;
        getContext()
                .pipeToSelf(
                        settings.store().commit(commit.get()),
                        (outcome, failure) -> new Answered(
                                failure == null
                                        ? outcome
                                        : new CommitOutcome.Unavailable(failure.toString(), Duration.ZERO),
                                news));
    }

    private Behavior<Command> onAnswered(CommitOutcome outcome, boolean news) {
        committing = false;
        if (outcome instanceof CommitOutcome.Committed) {
            confirming = news || (confirming && summary.isEmpty());
            summary = Optional.empty();
        } else {
            LOGGER.atDebug()
                    .addKeyValue("cluster", cluster.name())
                    .addKeyValue("reason", outcome.toString())
                    .log("cluster status not committed; the next probe tries again");
        }
        return this;
    }
}
