package dev.flotilla.replication.kafka;

import dev.flotilla.api.store.StateTable;
import dev.flotilla.replication.Group;
import dev.flotilla.replication.LeaderMark;
import dev.flotilla.replication.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A term of this node: puts the queue's commits in order, a group to a transaction and one transaction after the other.
 * What Kafka has not said to be committed ends it.
 */
final class Term implements AutoCloseable {
    private final Sequencer.Parts parts;
    private final LeaderMark mark;
    private final TransactionRing ring;
    private StateTable committed;
    private Instant beatAt;
    private Gathering gathering = Gathering.NONE;

    Term(Sequencer.Parts parts, Campaign.Outcome.Won won) {
        this.parts = parts;
        this.mark = won.mark();
        this.ring = won.ring();
        this.committed = won.state();
        this.beatAt = nextBeat();
    }

    /** Writes the next group, or a sign of life when one is due. @return why the term has ended, if it has */
    Optional<TransactionRing.Result.Failed> step() throws InterruptedException {
        Duration untilBeat = Duration.between(Sequencer.now(), beatAt);
        List<PendingCommit> taken = parts.queue()
                .take(untilBeat.isNegative() ? Duration.ZERO : untilBeat, gathering.enough(), gathering.within());
        Map<Proposal, PendingCommit> commits = new LinkedHashMap<>();
        taken.stream()
                .filter(commit -> commit.send(mark.term()))
                .forEach(commit -> commits.put(commit.proposal(), commit));
        boolean beat = !Sequencer.now().isBefore(beatAt);
        if (commits.isEmpty() && !beat) {
            gathering = gathering.after(0, gathering.took());
            return Optional.empty();
        }
        adoptReplicaState();
        long beganNanos = System.nanoTime();
        Optional<TransactionRing.Result.Failed> failed = write(beat, commits);
        gathering = gathering.after(taken.size(), Duration.ofNanos(System.nanoTime() - beganNanos));
        return failed;
    }

    /** The replica's state is the same once it has come as far, and sharing it halves the memory. */
    private void adoptReplicaState() {
        StateTable replica = parts.feed().snapshot();
        if (replica.resourceVersion() >= committed.resourceVersion()) {
            committed = replica;
        }
    }

    /** A group of refusals alone is proved by a sign of life: only who still leads may refuse. */
    private Optional<TransactionRing.Result.Failed> write(boolean beatDue, Map<Proposal, PendingCommit> commits) {
        Group group = Group.of(committed, List.copyOf(commits.keySet()), parts.preconditions());
        boolean beat = beatDue || group.accepted().isEmpty();
        group.accepted().stream().map(commits::get).forEach(parts.inFlight()::add);
        return switch (ring.write(beat ? Optional.of(mark) : Optional.empty(), group.accepted())) {
            case TransactionRing.Result.Committed(var versions, var last) -> {
                committed = group.after(versions).at(last);
                if (beat) {
                    beatAt = nextBeat();
                }
                parts.metrics().groupWritten(group.accepted().size());
                answerRefused(group, last, commits);
                yield Optional.empty();
            }
            case TransactionRing.Result.Failed failed -> {
                putBackRefused(group, commits);
                yield Optional.of(failed);
            }
        };
    }

    private Instant nextBeat() {
        return Sequencer.now().plus(parts.config().timing().beat());
    }

    private void answerRefused(Group group, long last, Map<Proposal, PendingCommit> commits) {
        group.refused()
                .forEach(refusal -> parts.feed()
                        .atLeast(last)
                        .thenAccept(_ -> commit(commits, refusal.proposal()).answer(refusal.outcome())));
    }

    private void putBackRefused(Group group, Map<Proposal, PendingCommit> commits) {
        parts.queue()
                .putBack(group.refused().stream()
                        .map(refusal -> commit(commits, refusal.proposal()))
                        .filter(PendingCommit::unsend)
                        .toList());
    }

    private static PendingCommit commit(Map<Proposal, PendingCommit> commits, Proposal proposal) {
        PendingCommit commit = commits.get(proposal);
        if (commit == null) {
            throw new IllegalStateException("the group holds a commit that was not taken: " + proposal.id());
        }
        return commit;
    }

    /** Who says so spares the others the wait for its silence. */
    TransactionRing.Result giveUp() {
        return ring.write(Optional.of(LeaderMark.vacant(mark.term())), List.of());
    }

    @Override
    public void close() {
        ring.close();
    }
}
