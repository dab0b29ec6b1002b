package dev.flotilla.replication.kafka;

import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.HistoryQuestion.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One question's way through the history: backwards, a stretch at a time, until enough is found or it has taken long
 * enough; the answer says where to go on. What the history lacks yet is read from the log, so an answer holds every
 * change that was acknowledged before the question.
 */
final class HistorySearch {
    private static final Duration SEARCH_MAX = Duration.ofSeconds(10);
    private static final int STRETCH_MIN = 1_000;
    private static final int STRETCH_MAX = 20_000;
    private static final int LAST_WIDTH = 64;

    private final PartitionScan history;
    private final PartitionScan state;
    private final LogHead head;
    private final HistoryCodec codec;
    private final HistoryQuestion question;
    private final String path;
    private final NavigableMap<Long, HistoryEntry> found = new TreeMap<>(Comparator.reverseOrder());

    HistorySearch(
            PartitionScan history, PartitionScan state, LogHead head, HistoryCodec codec, HistoryQuestion question) {
        this.history = history;
        this.state = state;
        this.head = head;
        this.codec = codec;
        this.question = question;
        this.path = question.key().path();
    }

    HistoryPage answer() {
        long begin = history.begin();
        Optional<Instant> begins =
                history.first(begin, history.end()).map(record -> Instant.ofEpochMilli(record.timestamp()));
        long end = history.end();
        long upper = upper(begin, end);
        if (upper == end) {
            readTail(end);
        }
        long deadline = System.nanoTime() + SEARCH_MAX.toNanos();
        int width = STRETCH_MIN;
        long rest = Long.MAX_VALUE;
        while (upper > begin && found.size() <= question.limit() && System.nanoTime() - deadline < 0) {
            long lower = Math.max(begin, upper - width);
            rest = Math.min(rest, stretch(lower, upper));
            upper = lower;
            width = Math.min(2 * width, STRETCH_MAX);
        }
        return page(begins, upper > begin, rest);
    }

    /** @return the version before the stretch */
    private long stretch(long lower, long upper) {
        List<Long> first = new ArrayList<>(1);
        history.each(lower, upper, record -> {
            if (first.isEmpty()) {
                first.add(HistoryCodec.version(record));
            }
            if (path.equals(record.key())) {
                take(codec.decode(record));
            }
        });
        return first.isEmpty() ? Long.MAX_VALUE : first.getFirst() - 1;
    }

    private HistoryPage page(Optional<Instant> begins, boolean unread, long rest) {
        List<HistoryEntry> all = List.copyOf(found.values());
        if (all.size() > question.limit()) {
            List<HistoryEntry> fitting = all.subList(0, question.limit());
            return new HistoryPage(fitting, Optional.of(fitting.getLast().resourceVersion() - 1), begins);
        }
        return new HistoryPage(all, unread ? Optional.of(rest) : Optional.empty(), begins);
    }

    private void take(HistoryEntry entry) {
        if (question.covers(entry)) {
            found.put(entry.resourceVersion(), entry);
        }
    }

    /** Behind everything that is asked for; what lies before it and is not is left out later. */
    private long upper(long begin, long end) {
        return switch (question.until()) {
            case Until.Now _ -> end;
            case Until.Version(var version) -> behind(version, begin, end);
            case Until.Time(var time) -> history.since(time.toEpochMilli() + 1).orElse(end);
        };
    }

    /** Versions rise with offsets. */
    private long behind(long version, long begin, long end) {
        long low = begin;
        long high = end;
        while (high - low > STRETCH_MIN) {
            long middle = low + (high - low) / 2;
            Optional<ConsumerRecord<String, byte[]>> record = history.first(middle, high);
            if (record.isPresent() && HistoryCodec.version(record.get()) <= version) {
                low = record.get().offset() + 1;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private void readTail(long end) {
        long from = written(history, end, head);
        state.each(Math.max(state.begin(), from), state.end(), record -> {
            if (path.equals(record.key())) {
                codec.entry(record).ifPresent(this::take);
            }
        });
    }

    /** The log's offset behind the newest change that the history has; 0 if it has none of this log. */
    static long written(PartitionScan history, long end, LogHead head) {
        return history.last(end, LAST_WIDTH)
                .map(record -> HistoryCodec.version(record) - head.base())
                .map(offset -> Math.max(0, offset))
                .orElse(0L);
    }
}
