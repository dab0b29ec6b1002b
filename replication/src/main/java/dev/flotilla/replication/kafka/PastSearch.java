package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryQuestion.Until;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** One pass through the whole history, for all objects of some types as they were; the log tells what it lacks yet. */
final class PastSearch {
    private static final Duration SEARCH_MAX = Duration.ofSeconds(60);
    private static final long BYTES_MAX = 64L << 20;
    private static final int STRETCH = 20_000;

    private final PartitionScan history;
    private final PartitionScan log;
    private final LogHead head;
    private final HistoryCodec codec;
    private final PastQuestion question;
    private final Map<ObjectKey, HistoryEntry> states = new HashMap<>();
    private final Map<ObjectKey, HistoryEntry> later = new HashMap<>();
    private final List<String> prefixes;
    private long bytes;

    PastSearch(PartitionScan history, PartitionScan log, LogHead head, HistoryCodec codec, PastQuestion question) {
        this.history = history;
        this.log = log;
        this.head = head;
        this.codec = codec;
        this.question = question;
        this.prefixes = question.resources().stream()
                .map(resource -> resource.group() + "/" + resource.resource() + "/")
                .toList();
    }

    /**
     * @throws LogRefusedException if it would take too much memory
     * @throws KafkaException if it takes too long
     */
    PastState answer() {
        long begin = history.begin();
        long end = history.end();
        Optional<Instant> begins = history.first(begin, end).map(record -> Instant.ofEpochMilli(record.timestamp()));
        long deadline = System.nanoTime() + SEARCH_MAX.toNanos();
        for (long from = begin; from < end; from += STRETCH) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaException("it is too long to be gone through within " + SEARCH_MAX.toSeconds() + " s");
            }
            history.each(from, Math.min(from + STRETCH, end), record -> {
                if (covers(record)) {
                    take(codec.decode(record));
                }
            });
        }
        long written = HistorySearch.written(history, end, head);
        log.each(Math.max(log.begin(), written), log.end(), record -> {
            if (covers(record)) {
                codec.entry(record).ifPresent(this::take);
            }
        });
        return new PastState(states, later, begins);
    }

    /** Before anything is decoded, or decrypted. */
    private boolean covers(ConsumerRecord<String, byte[]> record) {
        String path = record.key();
        return path != null && prefixes.stream().anyMatch(path::startsWith) && question.covers(ObjectKey.parse(path));
    }

    private void take(HistoryEntry entry) {
        boolean then = switch (question.until()) {
            case Until.Now _ -> true;
            case Until.Version(var version) -> entry.resourceVersion() <= version;
            case Until.Time(var time) -> !entry.time().isAfter(time);
        };
        if (then) {
            bytes += size(entry) - size(states.put(entry.key(), entry));
        } else if (!states.containsKey(entry.key())) {
            later.putIfAbsent(entry.key(), withoutObject(entry));
        }
        if (bytes > BYTES_MAX) {
            throw new LogRefusedException("the objects asked for have more than " + (BYTES_MAX >> 20)
                    + " MiB together; ask for fewer types, or for one namespace at a time");
        }
    }

    private static HistoryEntry withoutObject(HistoryEntry entry) {
        return new HistoryEntry(entry.key(), entry.resourceVersion(), entry.time(), entry.by(), null, entry.note());
    }

    private static long size(@Nullable HistoryEntry entry) {
        return entry == null || entry.json() == null ? 0 : entry.json().length;
    }
}
