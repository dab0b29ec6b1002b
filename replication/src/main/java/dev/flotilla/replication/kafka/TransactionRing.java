package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.CommitMark;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.Proposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * The hub's transactional ids, used one after the other: an id cannot begin anew while the markers of its last
 * transaction are being written, and waiting for them would cost 20 ms. All are taken over in ascending order before
 * the first is used, and one transaction is open at a time, so together they are as single a writer as one id would be.
 */
final class TransactionRing implements AutoCloseable {
    static final int SIZE = 8;

    /** Each check costs some 20 ms. */
    private static final int CHECK_EVERY = 3;

    private final TopicPartition log;
    private final LogHead head;
    private final LogCodec codec;
    private final List<Producer<String, byte[]>> producers;
    private int next;

    private TransactionRing(
            TopicPartition log, LogHead head, LogCodec codec, List<Producer<String, byte[]>> producers) {
        this.log = log;
        this.head = head;
        this.codec = codec;
        this.producers = producers;
    }

    /** What became of a transaction. Nothing but {@link Committed} says anything about the log. */
    sealed interface Result {
        /** @param last the highest */
        record Committed(List<Long> versions, long last) implements Result {}

        record Failed(boolean fenced, RuntimeException cause) implements Result {}
    }

    /** Fences every earlier user of the ids. @throws KafkaException if that did not succeed for all of them */
    static TransactionRing takeOver(Clients clients, LogConfig config, TopicPartition log, LogHead head) {
        TransactionRing ring = new TransactionRing(log, head, clients.codec(), new ArrayList<>());
        try {
            for (int id = 0; id < SIZE; id++) {
                ring.producers.add(clients.producer(config.hub() + "-" + id));
            }
            ring.connect();
            for (int id = 0; id < SIZE; id++) {
                if (id % CHECK_EVERY == 1) {
                    ring.requireFirstId();
                }
                ring.producers.get(id).initTransactions();
            }
            return ring;
        } catch (KafkaException e) {
            ring.close();
            throw e;
        }
    }

    /**
     * Connections are made side by side, before the first id is taken: the sooner the last one follows the first, the
     * rarer another campaign comes between.
     */
    private void connect() {
        List<CompletableFuture<Void>> connected = producers.stream()
                .map(producer -> CompletableFuture.runAsync(
                        () -> producer.partitionsFor(log.topic()), Thread::startVirtualThread))
                .toList();
        try {
            connected.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof KafkaException reason ? reason : new KafkaException(failed.getCause());
        }
    }

    /**
     * Whoever takes over the first id takes over all of them: a campaign that has lost it must end before it fences the
     * winner from one of the later ids, or both lose. What is sent to find out is aborted, and nobody reads it.
     */
    private void requireFirstId() {
        Producer<String, byte[]> first = producers.getFirst();
        first.beginTransaction();
        Future<RecordMetadata> sent = first.send(LogCodec.encode(log, LeaderMark.vacant(0)));
        first.flush();
        offset(sent);
        first.abortTransaction();
    }

    /**
     * One transaction: the leader's sign, if given, then the proposals in order. Blocks until it is known or failed.
     */
    Result write(Optional<LeaderMark> mark, List<Proposal> proposals) {
        Producer<String, byte[]> producer = producers.get(next);
        next = (next + 1) % SIZE;
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            mark.ifPresent(leader -> sent.add(producer.send(LogCodec.encode(log, leader))));
            proposals.forEach(proposal -> send(producer, proposal, sent));
            producer.commitTransaction();
            return committed(sent, mark.isPresent() ? 1 : 0);
        } catch (KafkaException | IllegalStateException e) {
            return new Result.Failed(isFenced(e), e);
        }
    }

    /** Writes the leader's sign through every id. @return the first failure, if one fails */
    Optional<Result.Failed> markAll(LeaderMark mark) {
        for (int id = 0; id < SIZE; id++) {
            if (write(Optional.of(mark), List.of()) instanceof Result.Failed failed) {
                return Optional.of(failed);
            }
        }
        return Optional.empty();
    }

    private void send(Producer<String, byte[]> producer, Proposal proposal, List<Future<RecordMetadata>> sent) {
        List<Write> writes = proposal.commit().writes();
        for (int index = 0; index < writes.size(); index++) {
            CommitMark mark = new CommitMark(proposal.id(), index, writes.size());
            Write write = writes.get(index);
            sent.add(producer.send(codec.encode(log, mark, write, Attribution.of(proposal.commit(), write))));
        }
    }

    private Result committed(List<Future<RecordMetadata>> sent, int skipped) {
        List<Long> versions = new ArrayList<>(sent.size());
        for (Future<RecordMetadata> record : sent) {
            versions.add(head.version(offset(record)));
        }
        return new Result.Committed(List.copyOf(versions.subList(skipped, versions.size())), versions.getLast());
    }

    private static long offset(Future<RecordMetadata> record) {
        try {
            return record.get().offset();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    static boolean isFenced(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        producers.forEach(producer -> producer.close(Duration.ZERO));
        producers.clear();
    }
}
