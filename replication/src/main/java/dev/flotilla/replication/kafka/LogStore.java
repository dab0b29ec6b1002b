package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Preconditions;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Boundary;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import dev.flotilla.replication.peer.PeerLink;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * The hub's objects, kept in Kafka: this node's replica of the log, and the way to the leader. Stages complete, and
 * listeners are called, on the replica's thread: what follows them must not block.
 */
public final class LogStore implements ObjectStore, AutoCloseable {
    private static final int OBJECT_BYTES_MAX = 3 << 20;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final LogConfig config;
    private final LogHead head;
    private final Admin admin;
    private final ChangeFeed feed;
    private final CommitQueue queue = new CommitQueue();
    private final InFlight inFlight = new InFlight();
    private final Replica replica;
    private final Forwarder forwarder;
    private final Sequencer sequencer;
    private final ReadBarrier barrier;
    private final HistoryWriter historyWriter;
    private final HistoryReader historyReader;
    private final LogMetrics metrics;
    private final CompletableFuture<LogStore> ready = new CompletableFuture<>();
    private volatile long passedVersion;
    private volatile Optional<String> failure = Optional.empty();

    private LogStore(LogConfig config, Collection<Guard> guards, MeterRegistry registry, PeerLink peers) {
        Clients clients = new Clients(config);
        this.config = config;
        this.admin = clients.admin();
        LogTopic topic = new LogTopic(config, clients, admin);
        this.head = opened(topic);
        TopicPartition log = topic.partition();
        LogEnd logEnd = new LogEnd(admin, log, config.barrierTimeout());
        this.metrics = new LogMetrics(registry);
        this.feed = new ChangeFeed(config.historyBytes());
        this.replica = new Replica(log, head, clients, feed, config.historyBytes(), new FromReplica());
        this.barrier = new ReadBarrier(
                logEnd, feed, config.barrierTimeout(), () -> replica.progress().age());
        this.forwarder =
                new Forwarder(config.node(), peers, queue, inFlight, new Forwarding(), Forwarder.REMEMBERED_MAX);
        this.sequencer = new Sequencer(new Sequencer.Parts(
                config,
                log,
                head,
                clients,
                logEnd,
                feed,
                replica::leader,
                queue,
                inFlight,
                forwarder,
                new Preconditions(guards),
                metrics,
                this::announceReady));
        HistoryTopic history = new HistoryTopic(config, log, admin);
        HistoryCodec codec = new HistoryCodec(clients.codec(), config.cipher(), head);
        this.historyReader = new HistoryReader(log, history, head, clients, codec);
        this.historyWriter = new HistoryWriter(
                config, log, history, head, clients, codec, () -> sequencer.role() instanceof Role.Leading);
    }

    /**
     * An object's changes. Blocks while it reads them from Kafka.
     *
     * @throws LogRefusedException if none is kept
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked in time
     */
    public HistoryPage history(HistoryQuestion question) {
        requireHistory();
        return historyReader.ask(question);
    }

    /** All objects of some types as they were; the same holds as for one object's changes. */
    public PastState past(PastQuestion question) {
        requireHistory();
        return historyReader.ask(question);
    }

    private void requireHistory() {
        if (config.historyRetention().isZero()) {
            throw new LogRefusedException("this hub keeps no history: timing.history is 0s in its configuration");
        }
    }

    private LogHead opened(LogTopic topic) {
        try {
            return topic.open();
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Opens the hub's log, creating it at first use, and begins to read it. Blocks while it speaks to Kafka about the
     * topic; {@link #ready()} tells when the store can be used.
     *
     * @param guards what a {@link dev.flotilla.api.store.Precondition.Guarded} can name
     * @throws LogRefusedException if the log is not this hub's or not as it must be
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be reached
     */
    public static LogStore start(LogConfig config, Collection<Guard> guards, MeterRegistry registry) {
        return start(config, guards, registry, PeerLink.NONE);
    }

    /**
     * The same for one of several nodes.
     *
     * @param peers by which the node that leads is reached
     */
    public static LogStore start(LogConfig config, Collection<Guard> guards, MeterRegistry registry, PeerLink peers) {
        LogStore store = new LogStore(config, guards, registry, peers);
        store.registerGauges();
        store.sequencer.start();
        store.replica.start();
        if (!config.historyRetention().isZero()) {
            store.historyWriter.start();
        }
        peers.receive(store.forwarder::received);
        return store;
    }

    private void registerGauges() {
        metrics.gauge("queue", "commits that wait for the leader's next group", queue::size);
        metrics.gauge("inflight", "commits sent and not yet seen in the log", inFlight::size);
        metrics.gauge(
                "replica.lag",
                "records between the replica and the log's end",
                () -> replica.progress().lag());
        metrics.gauge(
                "replica.age",
                "seconds since the replica was at the log's end",
                () -> replica.progress().age().toMillis() / 1000.0);
        metrics.gauge(
                "replay.records",
                "records read from the log's start before the node could serve",
                () -> replica.progress().replayed());
        metrics.gauge(
                "replay.seconds",
                "how long that took",
                () -> replica.progress().replayTime().toMillis() / 1000.0);
        metrics.gauge(
                "history.lag", "records of the log that are not in the history yet", () -> historyWriter.behind());
        metrics.gauge("leading", "1 while this node leads", () -> sequencer.role() instanceof Role.Leading ? 1 : 0);
    }

    /** Completes when the log has been read and a leader is known; fails if the log cannot be read. */
    public CompletionStage<LogStore> ready() {
        return ready.minimalCompletionStage();
    }

    private void announceReady() {
        boolean led = switch (sequencer.role()) {
            case Role.Leading _ -> true;
            case Role.Following(var leader, var _, var _) -> leader.isPresent();
            case Role.Replaying _, Role.Campaigning _ -> false;
        };
        if (led) {
            ready.complete(this);
        }
    }

    /** What log this is. */
    public LogHead head() {
        return head;
    }

    /** What marks this hub's objects in members: the same for the log's whole life, and no other log's. */
    public String hubId() {
        return head.hubId();
    }

    @Override
    public Snapshot snapshot() {
        return feed.snapshot();
    }

    @Override
    public CompletionStage<Snapshot> latest() {
        return barrier.latest();
    }

    @Override
    public CompletionStage<Snapshot> atLeast(long resourceVersion) {
        return feed.atLeast(resourceVersion);
    }

    /** @throws IllegalArgumentException if an object's JSON is not as {@link Write.Put} wants it */
    @Override
    public CompletionStage<CommitOutcome> commit(Commit commit) {
        Optional<CommitOutcome> refused = tooLarge(commit).or(this::unavailable);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused.get());
        }
        UUID id = UUID.randomUUID();
        long startedNanos = System.nanoTime();
        PendingCommit pending = new PendingCommit(
                Proposal.of(new CommitId(id.getMostSignificantBits(), id.getLeastSignificantBits()), commit));
        CompletionStage<CommitOutcome> outcome = pending.outcome(config.commitTimeout());
        Optional<LeaderMark> leader = leaderElsewhere();
        if (leader.isPresent()) {
            forwarder.forward(leader.get(), List.of(pending));
        } else {
            queue.offer(pending);
        }
        return outcome.whenComplete((answer, _) -> {
            inFlight.remove(pending.proposal().id());
            if (answer instanceof CommitOutcome.Committed) {
                metrics.committed(Duration.ofNanos(System.nanoTime() - startedNanos));
            }
        });
    }

    private static Optional<CommitOutcome> tooLarge(Commit commit) {
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put(var key, byte[] json) && json.length > OBJECT_BYTES_MAX) {
                return Optional.of(new CommitOutcome.TooLarge(key, json.length, OBJECT_BYTES_MAX));
            }
        }
        return Optional.empty();
    }

    private Optional<CommitOutcome> unavailable() {
        return failure.map(reason -> new CommitOutcome.Unavailable(reason, CommitQueue.RETRY_AFTER));
    }

    private Optional<LeaderMark> leaderElsewhere() {
        return sequencer.role() instanceof Role.Following(var leader, var _, var _)
                ? leader.filter(mark -> !mark.node().equals(config.node()))
                : Optional.empty();
    }

    @Override
    public Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener)
            throws ExpiredException {
        return feed.subscribe(after, resources, listener);
    }

    public LogHealth health() {
        ReplicaProgress progress = replica.progress();
        return new LogHealth(
                sequencer.role(),
                replica.leader().filter(mark -> !mark.vacant()),
                progress.position(),
                progress.lag(),
                progress.age(),
                progress.replaying(),
                progress.replayed(),
                progress.replayTime(),
                queue.size(),
                metrics.lastCommit(),
                failure);
    }

    /** Ends this node's part: commits sent are waited for a moment, others are unavailable. The log goes on. */
    @Override
    public void close() {
        historyWriter.close();
        sequencer.close();
        replica.closeOnceAt(() -> inFlight.size() == 0, CLOSE_PATIENCE);
        inFlight.drain().forEach(commit -> commit.answer(new CommitOutcome.InDoubt("this node is ending")));
        queue.drain()
                .forEach(commit ->
                        commit.answer(new CommitOutcome.Unavailable("this node is ending", CommitQueue.RETRY_AFTER)));
        admin.close(Duration.ofSeconds(1));
        ready.completeExceptionally(new IllegalStateException("the store was closed"));
    }

    private final class FromReplica implements Replica.Observer {
        @Override
        public void caughtUp(Optional<LeaderMark> lastLeader) {
            sequencer.tell(new Role.Event.CaughtUp(lastLeader));
        }

        @Override
        public Optional<Proposal> awaited(CommitId id) {
            return inFlight.find(id).map(PendingCommit::proposal);
        }

        @Override
        public void passed(List<Boundary.Landed> landed, Optional<LeaderMark> leader) {
            long version = feed.snapshot().resourceVersion();
            inFlight.landed(landed);
            passedVersion = version;
            leader.ifPresent(mark -> {
                queue.putBack(inFlight.notInLogBefore(mark.term()).stream()
                        .filter(PendingCommit::unsend)
                        .toList());
                sequencer.tell(new Role.Event.LeaderSeen(mark));
            });
        }

        @Override
        public void failed(String reason) {
            failure = Optional.of(reason);
            ready.completeExceptionally(new IllegalStateException(reason));
        }
    }

    private final class Forwarding implements Forwarder.View {
        @Override
        public Role role() {
            return sequencer.role();
        }

        @Override
        public long passed() {
            return passedVersion;
        }

        @Override
        public void onceAt(long version, Runnable then) {
            feed.atLeast(version).thenAccept(_ -> then.run());
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
