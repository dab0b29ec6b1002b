package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.Boundary;
import dev.flotilla.replication.CommitId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This node's commits that may be in the log. The node's own replica answers them: seen in the log, a commit took
 * effect; not seen before a later term's sign of life, it never will, for that term fenced the one that sent it.
 */
final class InFlight {
    private final Map<CommitId, PendingCommit> commits = new LinkedHashMap<>();

    synchronized void add(PendingCommit commit) {
        commits.put(commit.proposal().id(), commit);
    }

    synchronized void remove(CommitId id) {
        commits.remove(id);
    }

    synchronized boolean contains(CommitId id) {
        return commits.containsKey(id);
    }

    synchronized int size() {
        return commits.size();
    }

    synchronized List<PendingCommit> drain() {
        List<PendingCommit> all = List.copyOf(commits.values());
        commits.clear();
        return all;
    }

    void landed(List<Boundary.Landed> landed) {
        landed.forEach(each -> {
            PendingCommit commit;
            synchronized (this) {
                commit = commits.remove(each.id());
            }
            if (commit != null) {
                commit.answer(new CommitOutcome.Committed(each.versions()));
            }
        });
    }

    /** Takes out the commits of earlier terms than the one whose sign of life was read, in the order they were sent. */
    synchronized List<PendingCommit> notInLogBefore(long term) {
        List<PendingCommit> settled = new ArrayList<>();
        commits.values().removeIf(commit -> commit.term() < term && settled.add(commit));
        return settled;
    }
}
