package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.Boundary;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.Fold;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.ReplayedChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log on a thread of its own, from its start to its end and on, and publishes what it folds at commit
 * boundaries. A log it cannot go on with is read anew; one it cannot understand stops it.
 */
final class Replica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ERROR_PAUSE = Duration.ofMillis(200);
    private static final Duration BEHIND_MAX = Duration.ofHours(12);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE_CHECK = Duration.ofMillis(10);

    /** Learns what the replica read; called on its thread, after the state was published. */
    interface Observer {
        void caughtUp(Optional<LeaderMark> lastLeader);

        /** A commit that this node sent and waits for. */
        Optional<Proposal> awaited(CommitId id);

        void passed(List<Boundary.Landed> landed, Optional<LeaderMark> leader);

        void failed(String reason);
    }

    private final TopicPartition log;
    private final LogHead head;
    private final LogCodec codec;
    private final Consumer<String, byte[]> consumer;
    private final ChangeFeed feed;
    private final long historyBytes;
    private final Observer observer;
    private final ReplicaProgress progress = new ReplicaProgress();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Optional<LeaderMark> leader = Optional.empty();
    private Fold fold;

    Replica(TopicPartition log, LogHead head, Clients clients, ChangeFeed feed, long historyBytes, Observer observer) {
        this.log = log;
        this.head = head;
        this.codec = clients.codec();
        this.consumer = clients.consumer("replica");
        this.feed = feed;
        this.historyBytes = historyBytes;
        this.observer = observer;
        this.fold = new Fold(head, observer::awaited);
        this.thread = Thread.ofPlatform().daemon().name("flotilla-log-replica").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The newest sign of life it has read; it is there before what was read with it is published. */
    Optional<LeaderMark> leader() {
        return leader;
    }

    ReplicaProgress progress() {
        return progress;
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(log));
            while (!closing) {
                replay();
                follow();
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("the replica ends");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the replica cannot go on; the hub's log must be looked at");
            observer.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Reads from the log's start to what was its end at that time, then publishes. */
    private void replay() {
        fold = new Fold(head, observer::awaited);
        ReplayedChanges recent = new ReplayedChanges(LogTopic.COMPACTION_LAG, historyBytes);
        List<Boundary.Landed> awaited = new ArrayList<>();
        long end = retrying(this::seekToBeginning);
        progress.begin(end);
        while (position() < end) {
            for (ConsumerRecord<String, byte[]> record : poll()) {
                Boundary boundary = fold(record);
                recent.add(Instant.ofEpochMilli(record.timestamp()), head.version(record.offset()), boundary.changes());
                boundary.landed().stream()
                        .filter(landed -> observer.awaited(landed.id()).isPresent())
                        .forEach(awaited::add);
                boundary.leader().ifPresent(mark -> leader = Optional.of(mark));
            }
            progress.at(position());
        }
        fold.completeHeld();
        requireOpened();
        Boundary last = fold.take();
        feed.restart(last.state(), recent.history(Instant.now(), last.state().resourceVersion()), position());
        progress.current();
        observer.caughtUp(leader);
        observer.passed(awaited, Optional.empty());
    }

    private Boundary fold(ConsumerRecord<String, byte[]> record) {
        fold.accept(record.offset(), codec.decode(record));
        progress.read(1);
        return fold.take();
    }

    private void requireOpened() {
        Map<ObjectKey, String> missing = fold.unopened();
        if (!missing.isEmpty()) {
            Map.Entry<ObjectKey, String> first = missing.entrySet().iterator().next();
            throw new LogRefusedException("the object " + first.getKey() + " of " + log.topic()
                    + (missing.size() > 1 ? " (as " + (missing.size() - 1) + " others)" : "")
                    + " cannot be decrypted: " + first.getValue());
        }
    }

    private long seekToBeginning() {
        consumer.seekToBeginning(List.of(log));
        Long end = consumer.endOffsets(List.of(log)).get(log);
        consumer.position(log);
        return end == null ? 0 : end;
    }

    /** Returns when the log must be read anew. */
    private void follow() {
        try {
            while (!closing && progress.age().compareTo(BEHIND_MAX) < 0) {
                ConsumerRecords<String, byte[]> records = poll();
                records.forEach(record -> fold.accept(record.offset(), codec.decode(record)));
                progress.read(records.count());
                publish(!records.isEmpty());
            }
        } catch (InvalidOffsetException e) {
            LOG.atWarn().setCause(e).log("the log no longer holds where the replica was; reading it anew");
        }
    }

    private void publish(boolean fetched) {
        OptionalLong lag = consumer.currentLag(log);
        long position = position();
        if (lag.isPresent() && lag.getAsLong() == 0) {
            fold.completeHeld();
            if (fetched) {
                progress.current();
            }
        }
        requireOpened();
        lag.ifPresent(records -> progress.end(position + records));
        progress.at(position);
        Boundary boundary = fold.take();
        boundary.leader().ifPresent(mark -> leader = Optional.of(mark));
        feed.publish(boundary.state(), boundary.changes(), position);
        observer.passed(boundary.landed(), boundary.leader());
    }

    private long position() {
        return retrying(() -> consumer.position(log));
    }

    private ConsumerRecords<String, byte[]> poll() {
        return retrying(() -> consumer.poll(POLL));
    }

    private <T> T retrying(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (WakeupException | InvalidOffsetException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("the log cannot be read; trying again");
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(ERROR_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WakeupException();
        }
        if (closing) {
            throw new WakeupException();
        }
    }

    /** Reads on until the condition holds, but not for longer than that, then ends. */
    void closeOnceAt(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.getAsBoolean() && thread.isAlive() && System.nanoTime() - deadline < 0) {
                thread.join(CLOSE_CHECK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
