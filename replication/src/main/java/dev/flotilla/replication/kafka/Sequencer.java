package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Preconditions;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a node's {@link Role} on a thread of its own: forwards commits to who leads, campaigns, and while it
 * leads goes through its {@link Term}.
 */
final class Sequencer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Parts parts;
    private final Campaign campaign;
    private final Queue<Role.Event> events = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Role role = new Role.Replaying();
    private @Nullable Term term;

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
        this.parts = parts;
        this.campaign = new Campaign(parts);
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
            parts.queue().signal();
        }
    }

    private boolean ownBeat(Role.Event event) {
        return event instanceof Role.Event.LeaderSeen(var mark)
                && role instanceof Role.Leading(var number)
                && mark.term() == number;
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

    private void giveUp() {
        Term current = term;
        if (role instanceof Role.Leading(var number) && current != null) {
            LOG.atInfo()
                    .addKeyValue("term", number)
                    .addKeyValue("said", current.giveUp())
                    .log("this node gives up leading");
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
                        parts.config().node(),
                        parts.config().timing(),
                        now(),
                        ThreadLocalRandom.current().nextDouble()));
        role = after;
        if (before instanceof Role.Leading(var number) && !(after instanceof Role.Leading)) {
            LOG.atWarn().addKeyValue("term", number).log("this node leads no longer");
            endTerm();
        }
        if (!after.equals(before)) {
            parts.roleChanged().run();
        }
    }

    private void act() throws InterruptedException {
        switch (role) {
            case Role.Replaying _ -> parts.queue().awaitSignal(IDLE_WAIT);
            case Role.Following following -> follow(following);
            case Role.Campaigning _ -> become(campaign());
            case Role.Leading _ -> lead();
        }
    }

    private void follow(Role.Following following) throws InterruptedException {
        following
                .leader()
                .filter(mark -> !mark.node().equals(parts.config().node()))
                .ifPresent(mark -> {
                    parts.forwarder().forward(mark, parts.queue().drain());
                    parts.forwarder().resend(mark);
                });
        Duration untilCampaign = Duration.between(now(), following.campaignAt());
        parts.queue().awaitSignal(untilCampaign.compareTo(IDLE_WAIT) < 0 ? untilCampaign : IDLE_WAIT);
    }

    private Role.Event campaign() throws InterruptedException {
        return switch (campaign.run()) {
            case Campaign.Outcome.Lost(var fenced, var cause) -> lost(fenced, cause);
            case Campaign.Outcome.Won won -> {
                term = new Term(parts, won);
                yield new Role.Event.Won(won.mark().term());
            }
        };
    }

    private void lead() throws InterruptedException {
        Term current = term;
        if (current == null) {
            throw new IllegalStateException("a leader without a term");
        }
        current.step().ifPresent(failed -> become(lost(failed.fenced(), failed.cause())));
    }

    private Role.Event lost(boolean fenced, Exception cause) {
        LOG.atWarn().addKeyValue("reason", cause.toString()).log("the campaign or term ended; another will follow");
        parts.metrics().termEnded();
        endTerm();
        return new Role.Event.Lost(fenced);
    }

    private void endTerm() {
        if (term != null) {
            term.close();
            term = null;
        }
    }

    /** Time that no clock's correction moves. */
    static Instant now() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    @Override
    public void close() {
        closing = true;
        parts.queue().signal();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
