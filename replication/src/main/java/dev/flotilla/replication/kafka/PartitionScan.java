package dev.flotilla.replication.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads stretches of one partition, wherever they lie; each must be read within a time. Not thread-safe. */
final class PartitionScan {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READ_MAX = Duration.ofSeconds(10);

    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final TopicPartition partition;

    PartitionScan(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
    }

    long begin() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer.position(partition);
    }

    /** Behind everything committed. */
    long end() {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        return consumer.position(partition);
    }

    /** The first record at or behind an offset and before another; there may be none, only markers of transactions. */
    Optional<ConsumerRecord<String, byte[]>> first(long from, long to) {
        seek(from);
        long deadline = deadline();
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<String, byte[]> record : poll(deadline)) {
                return Optional.of(record).filter(found -> found.offset() < to);
            }
        }
        return Optional.empty();
    }

    /** Every record at or behind an offset and before another, in their order. */
    void each(long from, long to, Consumer<ConsumerRecord<String, byte[]>> taker) {
        seek(from);
        long deadline = deadline();
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<String, byte[]> record : poll(deadline)) {
                if (record.offset() >= to) {
                    return;
                }
                taker.accept(record);
            }
        }
    }

    /** The offset of the first record that is not older than a time; empty if all are. */
    Optional<Long> since(long epochMilli) {
        return Optional.ofNullable(consumer.offsetsForTimes(java.util.Map.of(partition, epochMilli))
                        .get(partition))
                .map(found -> found.offset());
    }

    /** The last record before an offset; empty if there is none. */
    Optional<ConsumerRecord<String, byte[]>> last(long to, int width) {
        long begin = begin();
        long upper = to;
        for (long step = width; upper > begin; step *= 2) {
            long lower = Math.max(begin, upper - step);
            Last last = new Last();
            each(lower, upper, last);
            if (last.record.isPresent()) {
                return last.record;
            }
            upper = lower;
        }
        return Optional.empty();
    }

    private static final class Last implements Consumer<ConsumerRecord<String, byte[]>> {
        private Optional<ConsumerRecord<String, byte[]>> record = Optional.empty();

        @Override
        public void accept(ConsumerRecord<String, byte[]> next) {
            record = Optional.of(next);
        }
    }

    private void seek(long from) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    private Iterable<ConsumerRecord<String, byte[]>> poll(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new KafkaException(partition.topic() + " could not be read within " + READ_MAX.toSeconds() + " s");
        }
        return consumer.poll(POLL);
    }

    private static long deadline() {
        return System.nanoTime() + READ_MAX.toNanos();
    }
}
