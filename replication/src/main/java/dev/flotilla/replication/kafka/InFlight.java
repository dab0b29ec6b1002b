package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.Boundary;
import dev.flotilla.replication.CommitId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This node's commits that may be in the log. The node's own replica answers them: seen in the log, a commit took
 * effect; not seen before a later term's sign of life, it never will, for that term fenced the one that sent it.
 */
final class InFlight {
    private final Map<CommitId, PendingCommit> commits = new LinkedHashMap<>();
    private long bytes;

    synchronized void add(PendingCommit commit) {
        if (commits.put(commit.proposal().id(), commit) == null) {
            bytes += commit.proposal().bytes();
        }
    }

    synchronized @Nullable PendingCommit remove(CommitId id) {
        PendingCommit removed = commits.remove(id);
        if (removed != null) {
            bytes -= removed.proposal().bytes();
        }
        return removed;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized Optional<PendingCommit> find(CommitId id) {
        return Optional.ofNullable(commits.get(id));
    }

    /** Those that were sent in the term. */
    synchronized List<PendingCommit> of(long term) {
        return commits.values().stream().filter(commit -> commit.term() == term).toList();
    }

    synchronized int size() {
        return commits.size();
    }

    synchronized List<PendingCommit> drain() {
        List<PendingCommit> all = List.copyOf(commits.values());
        commits.clear();
        bytes = 0;
        return all;
    }

    void landed(List<Boundary.Landed> landed) {
        landed.forEach(each -> {
            PendingCommit commit = remove(each.id());
            if (commit != null) {
                commit.answer(new CommitOutcome.Committed(each.versions()));
            }
        });
    }

    /** Takes out the commits of earlier terms than the one whose sign of life was read, in the order they were sent. */
    synchronized List<PendingCommit> notInLogBefore(long term) {
        List<PendingCommit> settled =
                commits.values().stream().filter(commit -> commit.term() < term).toList();
        settled.forEach(commit -> remove(commit.proposal().id()));
        return settled;
    }
}
