package dev.flotilla.e2e.faults;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.replication.LeaderMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Utils;

/**
 * The log as a broker has it on its disk: who wrote each batch, and whether that was committed. Whose term a batch is
 * of follows from the sign of life that each leader writes first by each of its transactional ids.
 */
final class Batches {
    /** @param producer of a transactional id */
    private record Producer(long id, int epoch) {}

    private record Batch(long offset, Producer producer, Optional<Long> term) {}

    private final List<Batch> committed = new ArrayList<>();

    /** Of a batch whose producer gave no sign of life yet nobody knows whose it is; it is passed over. */
    static List<String> violations(Path segments) {
        Batches batches = new Batches();
        try (Stream<Path> files = Files.list(segments)) {
            List<Path> inOrder = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
            Map<Long, List<Batch>> open = new HashMap<>();
            for (Path file : inOrder) {
                batches.read(file, open);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return batches.backInTime();
    }

    private void read(Path file, Map<Long, List<Batch>> open) throws IOException {
        try (FileRecords records = FileRecords.open(file.toFile(), false)) {
            for (RecordBatch batch : records.batches()) {
                if (batch.isControlBatch()) {
                    List<Batch> ended = open.getOrDefault(batch.producerId(), List.of());
                    open.remove(batch.producerId());
                    if (ControlRecordType.parse(batch.iterator().next().key()) == ControlRecordType.COMMIT) {
                        committed.addAll(ended);
                    }
                } else if (batch.isTransactional()) {
                    open.computeIfAbsent(batch.producerId(), _ -> new ArrayList<>())
                            .add(new Batch(
                                    batch.baseOffset(),
                                    new Producer(batch.producerId(), batch.producerEpoch()),
                                    term(batch)));
                }
            }
        }
    }

    private static Optional<Long> term(RecordBatch batch) {
        for (Record record : batch) {
            if (StandardCharsets.UTF_8.decode(record.key()).toString().equals("_leader")) {
                byte[] json = Utils.toArray(record.value());
                return Optional.of(
                        ObjectJson.mapper().readValue(json, LeaderMark.class).term());
            }
        }
        return Optional.empty();
    }

    /** Commits of a leader that stand behind those of a later one. */
    private List<String> backInTime() {
        Map<Long, NavigableMap<Integer, Long>> terms = new HashMap<>();
        committed.forEach(batch -> batch.term()
                .ifPresent(term -> terms.computeIfAbsent(batch.producer().id(), _ -> new TreeMap<>())
                        .putIfAbsent(batch.producer().epoch(), term)));
        committed.sort(java.util.Comparator.comparingLong(Batch::offset));
        List<String> violations = new ArrayList<>();
        long newest = 0;
        for (Batch batch : committed) {
            Map.Entry<Integer, Long> known = terms.getOrDefault(batch.producer().id(), new TreeMap<>())
                    .floorEntry(batch.producer().epoch());
            if (known != null && known.getValue() < newest) {
                violations.add("offset " + batch.offset() + " was written in term " + known.getValue() + " after term "
                        + newest + " had begun");
            }
            newest = Math.max(newest, known == null ? 0 : known.getValue());
        }
        return violations;
    }
}
