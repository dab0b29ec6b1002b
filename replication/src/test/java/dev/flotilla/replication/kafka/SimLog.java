package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.Write;
import dev.flotilla.replication.CommitMark;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.LogHead;
import dev.flotilla.replication.LogRecord;
import dev.flotilla.replication.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log as Kafka keeps it with one fenced writer: a transaction is appended whole, by whoever took over last, or not.
 */
final class SimLog {
    static final LogHead HEAD = new LogHead(LogHead.FORMAT, "sim", "topic", 0, null);

    private final List<LogRecord> records = new ArrayList<>();
    private final boolean fences;
    private long epoch;

    /** @param fences whether it keeps its promise to take nothing from a writer that was taken over from */
    SimLog(boolean fences) {
        this.fences = fences;
        records.add(new LogRecord.Head(HEAD));
    }

    /** @return the epoch to write with; every earlier one is fenced */
    long takeOver() {
        return ++epoch;
    }

    /** @return the versions of the proposals' writes, then that of the last record; empty if the writer is fenced */
    Optional<List<Long>> append(long writer, Optional<LeaderMark> mark, List<Proposal> proposals) {
        if (fences && writer != epoch) {
            return Optional.empty();
        }
        List<Long> versions = new ArrayList<>();
        mark.ifPresent(each -> records.add(new LogRecord.Led(each)));
        for (Proposal proposal : proposals) {
            List<Write> writes = proposal.commit().writes();
            for (int index = 0; index < writes.size(); index++) {
                records.add(
                        new LogRecord.Wrote(new CommitMark(proposal.id(), index, writes.size()), writes.get(index)));
                versions.add(HEAD.version(records.size() - 1L));
            }
        }
        versions.add(HEAD.version(records.size() - 1L));
        return Optional.of(versions);
    }

    int end() {
        return records.size();
    }

    LogRecord at(int offset) {
        return records.get(offset);
    }
}
