package dev.flotilla.replication.peer;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.CommitId;

/** What nodes tell each other about commits. */
public sealed interface PeerMessage {
    CommitId id();

    long term();

    int attempt();

    /**
     * A commit on its way to the leader.
     *
     * @param from the node that waits for it
     * @param term of the leader it is meant for: no other may take it
     * @param attempt from 1, counted anew in each term
     * @param seenTo up to which version the sender knows that the commit is not in the log
     */
    record Forward(String from, CommitId id, long term, int attempt, long seenTo, Commit commit)
            implements PeerMessage {}

    /**
     * Why a commit will not be in the log. That it is there, the sender learns from the log alone.
     *
     * @param attempt the one that is answered
     * @param version of a state in view of which it was decided
     */
    record Answer(CommitId id, long term, int attempt, long version, CommitOutcome outcome) implements PeerMessage {}
}
