package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Preconditions;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.replication.Group;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a node's {@link Role} on a thread of its own: campaigns, and while it leads orders the queue's commits,
 * one transaction after the other. What Kafka has not said to be committed ends the term.
 */
final class Sequencer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final LogConfig config;
    private final TopicPartition log;
    private final LogHead head;
    private final Clients clients;
    private final LogEnd logEnd;
    private final ChangeFeed feed;
    private final Supplier<Optional<LeaderMark>> lastLeader;
    private final CommitQueue queue;
    private final InFlight inFlight;
    private final Forwarder forwarder;
    private final Preconditions preconditions;
    private final LogMetrics metrics;
    private final Runnable roleChanged;
    private final Queue<Role.Event> events = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Role role = new Role.Replaying();
    private @Nullable TransactionRing ring;
    private StateTable committed = StateTable.EMPTY;
    private Instant beatAt = Instant.EPOCH;
    private Gathering gathering = Gathering.NONE;

    /**
     * What the sequencer needs of the store it belongs to.
     *
     * @param lastLeader the newest sign of life up to the feed's position, or a newer one
     */
    record Parts(
            LogConfig config,
            TopicPartition log,
            LogHead head,
            Clients clients,
            LogEnd logEnd,
            ChangeFeed feed,
            Supplier<Optional<LeaderMark>> lastLeader,
            CommitQueue queue,
            InFlight inFlight,
            Forwarder forwarder,
            Preconditions preconditions,
            LogMetrics metrics,
            Runnable roleChanged) {}

    Sequencer(Parts parts) {
        this.config = parts.config();
        this.log = parts.log();
        this.head = parts.head();
        this.clients = parts.clients();
        this.logEnd = parts.logEnd();
        this.feed = parts.feed();
        this.lastLeader = parts.lastLeader();
        this.queue = parts.queue();
        this.inFlight = parts.inFlight();
        this.forwarder = parts.forwarder();
        this.preconditions = parts.preconditions();
        this.metrics = parts.metrics();
        this.roleChanged = parts.roleChanged();
        this.thread =
                Thread.ofPlatform().daemon().name("flotilla-log-sequencer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Role role() {
        return role;
    }

    /** Tells what the replica learnt; may be called from any thread. */
    void tell(Role.Event event) {
        events.add(event);
        if (!ownBeat(event)) {
            queue.signal();
        }
    }

    private boolean ownBeat(Role.Event event) {
        return event instanceof Role.Event.LeaderSeen(var mark)
                && role instanceof Role.Leading(var term)
                && mark.term() == term;
    }

    private void run() {
        try {
            while (!closing) {
                learn();
                actSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            giveUp();
            endTerm();
        }
    }

    /** Who says so spares the others the wait for its silence. */
    private void giveUp() {
        if (role instanceof Role.Leading(var term) && ring != null) {
            TransactionRing.Result result = ring.write(Optional.of(LeaderMark.vacant(term)), List.of());
            LOG.atInfo().addKeyValue("term", term).addKeyValue("said", result).log("this node gives up leading");
        }
    }

    /** A bug here, or a client in a state it should not be in, costs the term and not the node. */
    private void actSafely() throws InterruptedException {
        try {
            act();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the sequencer failed; its term ends");
            become(lost(false, e));
        }
    }

    private void learn() {
        for (Role.Event event = events.poll(); event != null; event = events.poll()) {
            become(event);
        }
        become(new Role.Event.TimePassed());
    }

    private void become(Role.Event event) {
        Role before = role;
        Role after = Role.next(
                before,
                event,
                new Role.Context(
                        config.node(),
                        config.timing(),
                        now(),
                        ThreadLocalRandom.current().nextDouble()));
        role = after;
        if (before instanceof Role.Leading(var term) && !(after instanceof Role.Leading)) {
            LOG.atWarn().addKeyValue("term", term).log("this node leads no longer");
            endTerm();
        }
        if (!after.equals(before)) {
            roleChanged.run();
        }
    }

    private void act() throws InterruptedException {
        switch (role) {
            case Role.Replaying _ -> queue.awaitSignal(IDLE_WAIT);
            case Role.Following following -> follow(following);
            case Role.Campaigning _ -> become(campaign());
            case Role.Leading(var term) -> lead(term);
        }
    }

    private void follow(Role.Following following) throws InterruptedException {
        following.leader().filter(mark -> !mark.node().equals(config.node())).ifPresent(mark -> {
            forwarder.forward(mark, queue.drain());
            forwarder.resend(mark);
        });
        Duration untilCampaign = Duration.between(now(), following.campaignAt());
        queue.awaitSignal(untilCampaign.compareTo(IDLE_WAIT) < 0 ? untilCampaign : IDLE_WAIT);
    }

    /** The order of its steps is what makes eight ids one writer. */
    private Role.Event campaign() throws InterruptedException {
        long startedNanos = System.nanoTime();
        try {
            ring = TransactionRing.takeOver(clients, config, log, head);
            long end = logEnd.ask().toCompletableFuture().get(CATCH_UP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            feed.atPosition(end).toCompletableFuture().get(CATCH_UP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            long lastTerm = lastLeader.get().map(LeaderMark::term).orElse(0L);
            LeaderMark mark = new LeaderMark(lastTerm + 1, config.node());
            for (int id = 0; id < TransactionRing.SIZE; id++) {
                if (ring.write(Optional.of(mark), List.of())
                        instanceof TransactionRing.Result.Failed(var fenced, var cause)) {
                    return lost(fenced, cause);
                }
            }
            committed = feed.snapshot();
            beatAt = now().plus(config.timing().beat());
            LOG.atInfo()
                    .addKeyValue("term", mark.term())
                    .addKeyValue("durationMs", (System.nanoTime() - startedNanos) / 1_000_000)
                    .log("this node leads the hub");
            return new Role.Event.Won(mark.term());
        } catch (KafkaException e) {
            return lost(TransactionRing.isFenced(e), e);
        } catch (ExecutionException | TimeoutException e) {
            return lost(false, e);
        }
    }

    private Role.Event lost(boolean fenced, Exception cause) {
        LOG.atWarn().addKeyValue("reason", cause.toString()).log("the campaign or term ended; another will follow");
        metrics.termEnded();
        endTerm();
        return new Role.Event.Lost(fenced);
    }

    private void endTerm() {
        if (ring != null) {
            ring.close();
            ring = null;
        }
        committed = StateTable.EMPTY;
    }

    private void lead(long term) throws InterruptedException {
        Duration untilBeat = Duration.between(now(), beatAt);
        List<PendingCommit> taken = queue.take(untilBeat.isNegative() ? Duration.ZERO : untilBeat, gathering.enough());
        gathering = gathering.after(taken.size());
        Map<Proposal, PendingCommit> commits = new LinkedHashMap<>();
        taken.stream().filter(commit -> commit.send(term)).forEach(commit -> commits.put(commit.proposal(), commit));
        boolean beat = !now().isBefore(beatAt);
        if (!commits.isEmpty() || beat) {
            adoptReplicaState();
            write(term, beat, commits);
        }
    }

    /** The replica's state is the same once it has come as far, and sharing it halves the memory. */
    private void adoptReplicaState() {
        StateTable replica = feed.snapshot();
        if (replica.resourceVersion() >= committed.resourceVersion()) {
            committed = replica;
        }
    }

    /** A group of refusals alone is proved by a sign of life: only who still leads may refuse. */
    private void write(long term, boolean beatDue, Map<Proposal, PendingCommit> commits) {
        Group group = Group.of(committed, List.copyOf(commits.keySet()), preconditions);
        boolean beat = beatDue || group.accepted().isEmpty();
        group.accepted().stream().map(commits::get).forEach(inFlight::add);
        TransactionRing current = ring;
        if (current == null) {
            throw new IllegalStateException("term " + term + " has no transactional ids");
        }
        Optional<LeaderMark> mark = beat ? Optional.of(new LeaderMark(term, config.node())) : Optional.empty();
        switch (current.write(mark, group.accepted())) {
            case TransactionRing.Result.Committed(var versions, var last) -> {
                committed = group.after(versions).at(last);
                if (beat) {
                    beatAt = now().plus(config.timing().beat());
                }
                metrics.groupWritten(group.accepted().size());
                answerRefused(group, last, commits);
            }
            case TransactionRing.Result.Failed(var fenced, var cause) -> {
                putBackRefused(group, commits);
                become(lost(fenced, cause));
            }
        }
    }

    private void answerRefused(Group group, long last, Map<Proposal, PendingCommit> commits) {
        group.refused()
                .forEach(refusal -> feed.atLeast(last)
                        .thenAccept(_ -> commit(commits, refusal.proposal()).answer(refusal.outcome())));
    }

    private void putBackRefused(Group group, Map<Proposal, PendingCommit> commits) {
        queue.putBack(group.refused().stream()
                .map(refusal -> commit(commits, refusal.proposal()))
                .filter(PendingCommit::unsend)
                .toList());
    }

    private static PendingCommit commit(Map<Proposal, PendingCommit> commits, Proposal proposal) {
        PendingCommit commit = commits.get(proposal);
        if (commit == null) {
            throw new IllegalStateException("the group holds a commit that was not taken: " + proposal.id());
        }
        return commit;
    }

    /** Time that no clock's correction moves. */
    private static Instant now() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    @Override
    public void close() {
        closing = true;
        queue.signal();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
